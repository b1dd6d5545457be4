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
    const { audio, video, roomsOf, view } = readOptions('conference', flags, guest)
    assert.deepEqual({ audio, video, roomsOf, view }, { audio: true, video: '360p', roomsOf: 5, view: 25 })
    assert.equal(readOptions('conference', { ...flags, audioOnly: true }, guest).video, undefined)
    assert.equal(readOptions('conference', { ...flags, videoOnly: true }, guest).audio, false)
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
      { publishers: 6 },
      { publishers: 3, roomsOf: 2 },
      { room: ' ' },
      { server: 'localhost' },
      { server: 'ftp://localhost' },
    ]
    for (const wrong of contradictions) {
      assert.throws(
        () => readOptions('conference', { ...flags, ...wrong }, guest),
        (error) => error instanceof LabError && error.ending === 'usage',
        JSON.stringify(wrong),
      )
    }
  })

  it('let everybody publish in a conference, and one in a webinar unless it says how many', () => {
    assert.equal(readOptions('conference', { ...flags, roomsOf: 3 }, guest).publishers, 3)
    assert.equal(readOptions('conference', { ...flags, roomsOf: 9 }, guest).publishers, 5)
    assert.equal(readOptions('webinar', flags, guest).publishers, 1)
    assert.equal(readOptions('webinar', { ...flags, publishers: 3 }, guest).publishers, 3)
  })

  it('take a token for a client that is alone in its room', () => {
    assert.doesNotThrow(() => readOptions('conference', { ...flags, roomsOf: 1, token: 'a' }, guest))
  })
})
