// More people than two cores hold browsers for: clients of the load lab, whose pictures are clips, or who send nothing.

import assert from 'node:assert/strict'
import { connect, type Parley, type Room } from '@parley/client'
import { type LabEngine, openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../../packages/lab/src/rtc/platform.ts'

/** What one of them does besides being there. */
export interface Attendee {
  readonly name: string
  readonly camera?: boolean
  readonly microphone?: boolean
  /** 1080p, whose picture is a drawn page. */
  readonly screen?: boolean
}

export interface Crowd extends AsyncDisposable {
  /** By name. */
  person(name: string): { readonly parley: Parley; readonly room: Room; readonly engine: LabEngine }
  /** More of them come in, one after the other. */
  join(attendees: readonly Attendee[]): Promise<void>
  leave(name: string): Promise<void>
}

/** @param url of the WebSocket */
export async function openCrowd(url: string, roomName: string, attendees: readonly Attendee[]): Promise<Crowd> {
  const engine = await openEngine({ seed: 1 })
  const people = new Map<string, { parley: Parley; room: Room; engine: LabEngine }>()
  const crowd: Crowd = {
    person(name) {
      const person = people.get(name)
      assert.ok(person, `${name} is not in the crowd`)
      return person
    },
    async join(more) {
      for (const { name, camera, microphone, screen } of more) {
        const platform = labPlatform({ engine })
        const parley = await connect(url, { name, platform })
        const room = await parley.join(roomName)
        people.set(name, { parley, room, engine })
        if (microphone) await room.publish(engine.microphone(), { source: 'microphone' })
        if (camera) await room.publish(engine.camera('360p'), { source: 'camera' })
        if (screen) await room.publish(engine.camera('1080p'), { source: 'screen' })
      }
    },
    async leave(name) {
      await crowd.person(name).parley.close()
      people.delete(name)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...people.values()].map(({ parley }) => parley.close()))
    },
  }
  await crowd.join(attendees)
  return crowd
}

const firstNames =
  'Ada Bob Cleo Dan Eve Finn Gus Hana Ida Jan Kim Lea Max Mia Ned Ola Pia Quin Rosa Sam Tom Uma Vera Wim Xena Yan Zoe'

/** Different names, as many as wished. */
export function names(count: number): readonly string[] {
  const first = firstNames.split(' ')
  return Array.from({ length: count }, (_, at) => {
    const round = Math.floor(at / first.length)
    return `${first[at % first.length]}${round === 0 ? '' : ` ${round + 1}`}`
  })
}
