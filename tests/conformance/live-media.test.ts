// What is told only while media flows, and when what carries it dies: with clients of the lab, and one that only listens.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { connect } from '@parley/client'
import { closeCodes } from '@parley/protocol'
import { openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../../packages/lab/src/rtc/platform.ts'
import { wireCodec } from '../wire-client.ts'
import { Witness } from '../wire-witness.ts'
import { eventually, freshRoom, placeAt, withAnyServer } from './place.ts'

withAnyServer('media that flows', {}, (server) => {
  const place = placeAt(() => server().wsUrl)

  it('makes known who speaks, how well one is received, and which layers one gets', { timeout: 60_000 }, async () => {
    const engine = await openEngine({ seed: 7 })
    const witness = new Witness(true)
    const heard = new Set<string>()
    const listen = (data: unknown) => {
      const message = witness.read(() => decode(data))
      if (message !== undefined && 'method' in message) heard.add(witness.notification(message)?.method ?? '')
    }
    const room = freshRoom()
    await using watcher = await place.guest()
    await watcher.join(room)
    await using stack = new AsyncDisposableStack()
    const join = async (name: string) => {
      const platform = labPlatform({ engine, webSocket: tapped(listen), onError: (error) => assert.fail(error) })
      const parley = await connect(server().wsUrl, { name, platform })
      stack.defer(() => parley.close())
      return await parley.join(room)
    }
    const [speaker, viewer] = [await join('speaker'), await join('viewer')]
    await speaker.publish(engine.microphone(), { source: 'microphone' })
    const { id: track } = await speaker.publish(engine.camera('720p'), { source: 'camera', simulcast: true })
    viewer.view([{ track, width: 320, height: 180 }])
    await eventually('layers to be told', () => heard.has('subscription.layersChanged'))
    await watcher.heard('room.speaking')
    await eventually('quality to be told', () => heard.has('room.quality'))
    witness.assertNothingWrong()
  })

  it('is offered anew when its worker dies, and a client that cannot follow is told to come again', async () => {
    const room = freshRoom()
    await using able = await place.socket()
    const { rtpCapabilities } = await able.hello({ capabilities: ['media.reopen'] })
    await using unable = await place.socket()
    await unable.hello()
    await able.join(room, { rtpCapabilities })
    await unable.join(room, { rtpCapabilities })
    const pid = (await server().stats()).workers[0]?.pid ?? assert.fail()
    process.kill(pid, 'SIGKILL')
    const { media } = await able.heard('media.opened')
    assert.ok(media.topology === 'sfu' && media.epoch > 1)
    await able.heard('room.topologyChanged', ({ mediaEpoch }) => mediaEpoch === media.epoch)
    assert.equal((await unable.closed).code, closeCodes.mediaGone.code)
    await able.call('chat.send', { room, text: 'still here' })
  })
})

/** A WebSocket of which every message is heard too. */
function tapped(hear: (data: unknown) => void): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => hear(data))
    }
  }
}

function decode(data: unknown): unknown {
  if (typeof data === 'string') return wireCodec('json').decode(Buffer.from(data), false)
  if (!(data instanceof ArrayBuffer)) throw new TypeError('a frame that is neither text nor bytes')
  return wireCodec('msgpack').decode(Buffer.from(data), true)
}
