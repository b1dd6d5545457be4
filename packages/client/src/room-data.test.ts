import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Params } from '@parley/protocol'
import type { Participant, ReceivedData } from './api.ts'
import { type DataCarrier, RoomData } from './room-data.ts'
import type { DataPair } from './sfu-data.ts'
import { ManualClock, testPlatform } from './testing/platform.ts'

type Opening = Parameters<DataCarrier['openData']>[0] & PromiseWithResolvers<DataPair>

/** Transports that open what the test opens. */
class Carrier implements DataCarrier {
  readonly openings: Opening[] = []
  readonly said: string[] = []
  takes = true
  closed = 0

  openData(options: Parameters<DataCarrier['openData']>[0]): Promise<DataPair> {
    const opening = { ...options, ...Promise.withResolvers<DataPair>() }
    this.openings.push(opening)
    return opening.promise
  }

  open(index = 0): Opening {
    const opening = this.openings[index]
    assert.ok(opening)
    const send = (text: string) => {
      if (this.takes) this.said.push(text)
      return this.takes
    }
    opening.resolve({ send, close: () => void this.closed++ })
    return opening
  }
}

const bob: Participant = {
  id: 'bob',
  person: 'p',
  name: 'Bob',
  kind: 'session',
  joinedAt: new Date(0),
  isSelf: false,
  role: 'guest',
  publish: [],
  handRaisedAt: undefined,
  reconnecting: false,
  quality: undefined,
  tracks: new Map(),
}

function house() {
  const clock = new ManualClock()
  const overSocket: Omit<Params<'room.data'>, 'room'>[] = []
  const received: ReceivedData[] = []
  const state = { carrier: new Carrier() as Carrier | undefined }
  const data = new RoomData({
    platform: testPlatform({ now: clock.now, setTimer: clock.setTimer }),
    roster: { participants: new Map([['bob', bob]]) },
    carrier: () => state.carrier,
    open: () => Promise.reject(new Error('no carrier of this test asks')),
    overSocket: async (params) => void overSocket.push(params),
    onData: (one) => void received.push(one),
  })
  const carrier = () => {
    assert.ok(state.carrier)
    return state.carrier
  }
  return { data, clock, overSocket, received, state, carrier }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('data of the application', () => {
  it('goes over the socket where there are no transports', async () => {
    const { data, overSocket, state } = house()
    state.carrier = undefined
    await data.send('hello', { topic: 'greeting', to: [bob, 'eve'] })
    await data.send('1,2', { lossy: true })
    assert.deepEqual(overSocket, [
      { to: ['bob', 'eve'], topic: 'greeting', data: 'hello' },
      { data: '1,2', lossy: true },
    ])
  })

  it('waits for its channel when it must arrive, and keeps its order', async () => {
    const { data, overSocket, carrier } = house()
    const sent = Promise.all([data.send('one', {}), data.send('two', { to: [bob] }), data.send('three', {})])
    await settled()
    assert.deepEqual([carrier().openings.length, carrier().said, overSocket], [1, [], []])
    carrier().open()
    await sent
    assert.deepEqual(carrier().said, ['{"data":"one"}', '{"to":["bob"],"data":"two"}', '{"data":"three"}'])
    assert.deepEqual(overSocket, [])
  })

  it('does not wait when it is lossy', async () => {
    const { data, overSocket, carrier } = house()
    await data.send('1', { lossy: true })
    assert.deepEqual(overSocket, [{ data: '1', lossy: true }])
    carrier().open()
    await settled()
    await data.send('2', { lossy: true })
    assert.deepEqual(carrier().said, ['{"data":"2"}'])
    assert.equal(carrier().openings[0]?.kind, 'lossy')
  })

  it('goes over the socket when no channel can be opened, or not in time', async () => {
    const { data, overSocket, carrier, clock } = house()
    const failing = data.send('one', {})
    carrier().openings[0]?.reject(new Error('no data here'))
    await failing
    await data.send('two', {})
    await data.send('three', { lossy: true })
    clock.advance(5_000)
    const late = carrier().open(1)
    await late.promise
    await settled()
    await data.send('four', { lossy: true })
    assert.deepEqual(
      overSocket.map(({ data }) => data),
      ['one', 'two', 'three', 'four'],
    )
    assert.deepEqual([carrier().openings.length, carrier().closed, carrier().said], [2, 1, []])
  })

  it('goes over the socket when the channel has ended', async () => {
    const { data, overSocket, carrier } = house()
    const sent = data.send('one', {})
    carrier().open()
    await sent
    carrier().takes = false
    await data.send('two', {})
    assert.deepEqual(
      overSocket.map(({ data }) => data),
      ['two'],
    )
  })

  it('opens channels that were in use on new transports', async () => {
    const { data, carrier, state } = house()
    data.reopen()
    const sent = data.send('one', {})
    carrier().open()
    await sent
    const before = carrier()
    const next = new Carrier()
    state.carrier = next
    data.reopen()
    assert.deepEqual(
      next.openings.map(({ kind }) => kind),
      ['reliable'],
    )
    next.open()
    await data.send('two', {})
    assert.deepEqual([before.said, next.said], [['{"data":"one"}'], ['{"data":"two"}']])
  })

  it('is told with its sender, whichever way it came', async () => {
    const { data, received, carrier } = house()
    const sent = data.send('one', {})
    const { onText } = carrier().open()
    await sent
    onText('{"from":"bob","topic":"x","data":"over the channel"}')
    onText('{"from":"nobody","data":"lost"}')
    onText('{"data":"from nobody"}')
    data.received({ room: 'kitchen', from: 'bob', data: 'over the socket' }, true)
    assert.deepEqual(received, [
      { participant: bob, data: 'over the channel', lossy: false, topic: 'x' },
      { participant: bob, data: 'over the socket', lossy: true },
    ])
  })
})
