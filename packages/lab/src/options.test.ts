import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LabError } from './exit-codes.ts'
import { type Flags, readOptions } from './options.ts'

const flags: Flags = {
  clients: 5,
  duration: 30,
  rampUp: 5,
  server: 'ws://localhost:8080/ws',
  room: 'load-test-room',
  encoding: 'json',
  seed: 42,
}
const guest = { kind: 'guest' } as const

describe('options', () => {
  it('send audio and small video, to one room, unless they say otherwise', () => {
    const { audio, video, roomsOf, view } = readOptions(flags, guest)
    assert.deepEqual({ audio, video, roomsOf, view }, { audio: true, video: '360p', roomsOf: 5, view: 25 })
    assert.equal(readOptions({ ...flags, audioOnly: true }, guest).video, undefined)
    assert.equal(readOptions({ ...flags, videoOnly: true }, guest).audio, false)
  })

  it('are refused where they contradict each other', () => {
    const contradictions: Partial<Flags>[] = [
      { audioOnly: true, videoOnly: true },
      { audioOnly: true, video: '720p' },
      { audioOnly: true, simulcast: true },
      { token: 'a', key: 'b=c' },
      { token: 'a' },
      { processes: 2, clientsPerProcess: 2 },
      { processes: 6 },
      { room: ' ' },
      { server: 'localhost' },
      { server: 'ftp://localhost' },
    ]
    for (const wrong of contradictions) {
      assert.throws(
        () => readOptions({ ...flags, ...wrong }, guest),
        (error) => error instanceof LabError && error.ending === 'usage',
        JSON.stringify(wrong),
      )
    }
  })

  it('take a token for a client that is alone in its room', () => {
    assert.doesNotThrow(() => readOptions({ ...flags, roomsOf: 1, token: 'a' }, guest))
  })
})
