// A client and a server for one test, with all that was heard, both ended with the test.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { ConnectOptions, Parley, Room, RoomEvents } from '../api.ts'
import { connect } from '../connect.ts'
import { testPlatform } from './platform.ts'
import { type Answers, TestServer } from './server.ts'

/** A server which ends with the test, and to which nobody may have broken the protocol. */
export async function serve(context: TestContext, answers?: Answers): Promise<TestServer> {
  const server = await TestServer.open(answers)
  context.after(async () => {
    // First those who would come back for ever; what is wrong is said when nothing runs any more.
    await Promise.all(server.clients.map((parley) => parley.close()))
    await server.close()
    assert.deepEqual(server.breaches, [])
  })
  return server
}

/** A client that is closed when the test ends. */
export async function dial(server: TestServer, options: ConnectOptions = {}): Promise<Parley> {
  const parley = await connect(server.url, { platform: testPlatform(), ...options })
  server.clients.push(parley)
  return parley
}

type Heard = { [E in keyof RoomEvents]: RoomEvents[E][] }

/** Records every event of a room from now on. */
export function listen(room: Room): Heard {
  const heard: Heard = {
    participantJoined: [],
    participantLeft: [],
    participantChanged: [],
    trackPublished: [],
    trackUnpublished: [],
    trackChanged: [],
    subscribed: [],
    unsubscribed: [],
    layersChanged: [],
    qualityChanged: [],
    localTrackPublished: [],
    localTrackUnpublished: [],
    localTrackChanged: [],
    localTrackEnded: [],
    message: [],
    messageChanged: [],
    unreadChanged: [],
    speaking: [],
    infoChanged: [],
    waitingChanged: [],
    waiting: [],
    moderated: [],
    reaction: [],
    data: [],
    stateChanged: [],
    mediaStateChanged: [],
    left: [],
    error: [],
  }
  const record = <E extends keyof RoomEvents>(event: E) => room.on(event, (value) => heard[event].push(value))
  for (const event of Object.keys(heard)) if (isEvent(heard, event)) record(event)
  return heard
}

function isEvent(heard: Heard, name: string): name is keyof RoomEvents {
  return name in heard
}
