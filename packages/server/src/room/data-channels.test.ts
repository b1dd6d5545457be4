import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AnyNotification, DataChannel as Kind } from '@parley/protocol'
import { quiet } from '../log/log.ts'
import type { DataChannelOptions, DataMessage } from '../media/media.ts'
import { openMetrics } from '../metrics/metrics.ts'
import { DataChannels } from './data-channels.ts'

const refused = (reason: string) => ({ name: 'Refusal', reason })

class Person {
  readonly id: string
  readonly heard: AnyNotification[] = []
  readonly grants = { data: true }
  gone = false

  constructor(id: string) {
    this.id = id
  }

  hear(notification: AnyNotification): void {
    this.heard.push(notification)
  }
}

interface Fake {
  readonly options: DataChannelOptions
  isReady: boolean
  isClosed: boolean
}

function house(rate = { messagesPerSecond: 100, bytesPerSecond: 100_000 }) {
  const [ada, bob, eve] = [new Person('ada'), new Person('bob'), new Person('eve')]
  const sent: DataMessage[] = []
  const fakes: Fake[] = []
  const channels = new DataChannels({
    room: 'kitchen',
    participants: [ada, bob, eve],
    openChannel: async (_, options) => {
      const fake: Fake = { options, isReady: false, isClosed: false }
      fakes.push(fake)
      return {
        id: `channel ${fakes.length}`,
        sctpStreamParameters: { streamId: 0 },
        label: options.kind,
        protocol: '',
        ready: async () => {
          fake.isReady = true
        },
        close: () => {
          fake.isClosed = true
        },
      }
    },
    send: (message) => void sent.push(message),
    rate,
    metrics: openMetrics('test'),
    log: quiet,
    now: () => 0,
  })
  const open = async (person: Person, channel: Kind = 'reliable', ready = true) => {
    await channels.open(person, { channel, sctpStreamParameters: { streamId: 1 } })
    const fake = fakes.at(-1)
    assert.ok(fake)
    if (ready) fake.options.heard('{}')
    return { fake, say: (frame: object) => fake.options.heard(JSON.stringify(frame)) }
  }
  return { ada, bob, eve, sent, channels, open }
}

describe('data channels', () => {
  it('carry what one says to the channels of the others, and tell who it is from', async () => {
    const { ada, bob, eve, sent, open } = house()
    const { say, fake } = await open(ada)
    await open(bob)
    await open(eve)
    say({ from: 'eve', topic: 'pointer', data: '1,2' })
    assert.deepEqual(sent, [
      {
        kind: 'reliable',
        text: JSON.stringify({ from: 'ada', topic: 'pointer', data: '1,2' }),
        except: fake.options.address,
      },
    ])
    assert.deepEqual([ada.heard, bob.heard, eve.heard], [[], [], []])
  })

  it('carry it to some alone', async () => {
    const { ada, bob, eve, sent, open } = house()
    const { say } = await open(ada)
    const [toBob] = [await open(bob), await open(eve)]
    say({ to: ['bob', 'ada', 'nobody'], data: 'psst' })
    assert.deepEqual(sent[0]?.to, [toBob.fake.options.address])
    assert.deepEqual([bob.heard, eve.heard], [[], []])
  })

  it('reach over their sockets those who have none of this kind, or are not ready', async () => {
    const { ada, bob, eve, sent, open } = house()
    const { say } = await open(ada, 'lossy')
    await open(bob, 'reliable')
    await open(eve, 'lossy', false)
    say({ data: 'x' })
    assert.deepEqual(sent, [])
    const params = { room: 'kitchen', from: 'ada', data: 'x' }
    assert.deepEqual(bob.heard, [{ method: 'room.lossyDataReceived', params }])
    assert.deepEqual(eve.heard, bob.heard)
    assert.deepEqual(ada.heard, [])
  })

  it('drop what is no frame', async () => {
    const { ada, bob, sent, open } = house()
    const { fake } = await open(ada)
    await open(bob)
    const worthless = [
      'hello',
      '[]',
      '{"data":1}',
      '{"data":"x","to":[]}',
      '{"to":"bob","data":"x"}',
      `{"data":"${'x'.repeat(16_385)}"}`,
    ]
    for (const text of worthless) fake.options.heard(text)
    assert.deepEqual([sent, bob.heard], [[], []])
    assert.equal(fake.isClosed, false)
  })

  it('listen no longer to one whose permission was withdrawn', async () => {
    const { ada, bob, sent, channels, open } = house()
    const { say, fake } = await open(ada)
    await open(bob)
    ada.grants.data = false
    say({ data: 'x' })
    say({ data: 'x' })
    assert.deepEqual([sent, bob.heard, fake.isClosed], [[], [], true])
    const again = channels.open(ada, { channel: 'reliable', sctpStreamParameters: { streamId: 2 } })
    await assert.rejects(again, refused('session.forbidden'))
  })

  it('leave lossy messages out that are too many, and close a reliable channel', async () => {
    const { ada, bob, sent, open } = house({ messagesPerSecond: 2, bytesPerSecond: 1_000 })
    const lossy = await open(ada, 'lossy')
    await open(bob, 'lossy')
    for (let index = 0; index < 9; index += 1) lossy.say({ data: 'x' })
    assert.deepEqual([sent.length, lossy.fake.isClosed], [3, false])
    const reliable = await open(ada, 'reliable')
    reliable.say({ data: 'x' })
    assert.deepEqual([sent.length, reliable.fake.isClosed], [3, true])
  })

  it('take the place of earlier ones, and end with whoever leaves', async () => {
    const { ada, channels, open } = house()
    const first = await open(ada)
    const second = await open(ada)
    assert.deepEqual([first.fake.isClosed, second.fake.isClosed], [true, false])
    channels.closeThoseOf('ada')
    channels.closeThoseOf('ada')
    assert.equal(second.fake.isClosed, true)
    second.say({ data: 'x' })
  })

  it('are not opened for one who has left meanwhile', async () => {
    const { ada, channels } = house()
    ada.gone = true
    const opening = channels.open(ada, { channel: 'lossy', sctpStreamParameters: { streamId: 0 } })
    await assert.rejects(opening, refused('room.notJoined'))
  })
})
