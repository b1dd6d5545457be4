import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { connect, type Parley, type Room } from '@parley/client'
import { openParley, type Parley as Server } from '../../../../tests/parley-process.ts'
import { type LabEngine, openEngine } from './engine.ts'
import { labPlatform } from './platform.ts'

const places = 2
let server: Server
let engine: LabEngine
const opened: Parley[] = []

before(async () => {
  server = await openParley({ settings: { 'rooms.loudestAbove': 3, 'rooms.loudest': places } })
  engine = await openEngine({ seed: 1 })
})
after(async () => {
  await Promise.all(opened.map((parley) => parley.close()))
  await server[Symbol.asyncDispose]()
})

it('of many voices a listener gets those of the stage, and one who begins to speak comes on', async (test) => {
  const listener = await join('listener')
  const speakers = await Promise.all(['a', 'b', 'c', 'd'].map(join))
  const microphones = await Promise.all(
    speakers.map(({ room }, index) =>
      room.publish(engine.microphone(), { source: 'microphone', muted: index >= places }),
    ),
  )
  const flowing = () => {
    const before = new Map(listener.media.received.map((stream) => [stream, stream.packetsReceived]))
    return async () => {
      await until('half a second of voice', () =>
        [...before].some(([stream, packets]) => stream.packetsReceived >= packets + 25),
      )
      return [...before].filter(([stream, packets]) => stream.packetsReceived > packets + 5).length
    }
  }
  await until('the voices', () => listener.media.received.length >= places)
  await until('two voices', async () => (await flowing()()) === places)
  const late = microphones[3]
  assert.ok(late)
  const heard = new Set<string>()
  listener.room.on('subscribed', ({ track }) => heard.add(track.id))
  await microphones[0]?.mute()
  const unmutedAt = performance.now()
  await late.unmute()
  await until('the new voice', () => heard.has(late.id))
  test.diagnostic(`it was subscribed ${Math.round(performance.now() - unmutedAt)} ms after it unmuted`)
  await until('two voices again', async () => (await flowing()()) === places)
  await until('to be told who speaks', () => listener.room.speakers.length > 0)
})

async function join(name: string): Promise<{ room: Room; media: ReturnType<typeof labPlatform>['media'] }> {
  const platform = labPlatform({ engine, onError: (error) => assert.fail(error) })
  const parley = await connect(server.wsUrl, { name, platform })
  opened.push(parley)
  return { room: await parley.join('large'), media: platform.media }
}

/** Asks until it holds; long, because the machine may be busy. */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `waited 30 s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
