// Media on two workers, with clients of the lab: a room that spans both, and what the death of one costs.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { connect } from '@parley/client'
import { type LabEngine, openEngine } from '../../packages/lab/src/rtc/engine.ts'
import { labPlatform } from '../../packages/lab/src/rtc/platform.ts'
import { eventually } from '../conformance/place.ts'
import { MediaRoom } from '../media-room.ts'
import { openParley, type Parley } from '../parley-process.ts'

const pidOf = async (parley: Parley, index: number) => {
  const pid = (await parley.stats()).workers[index]?.pid
  assert.ok(pid !== undefined)
  return pid
}

describe('a room on two workers', () => {
  it('forwards to everybody what anybody sends, and each worker does its part', async (context) => {
    const { parley, room } = await oneSpread(context)
    const { workers } = await parley.stats()
    assert.deepEqual(
      workers.map(({ routers }) => routers),
      [1, 1],
    )
    assert.equal(await metric(parley, 'parley_media_pipes'), 8, 'a voice and a picture of each of four, once')
    assert.equal(room.missing.packets, 0)
  })

  it('forwards the layer that fills the tile, also from the other worker', async (context) => {
    const { parley, engine } = await twoWorkers(context, 0)
    const join = async () => {
      const platform = labPlatform({ engine, onError: (error) => assert.fail(error) })
      const session = await connect(parley.wsUrl, { name: 'lab', platform })
      context.after(() => session.close())
      return { room: await session.join('layers'), media: platform.media }
    }
    const [one, other] = [await join(), await join()]
    const { id: track } = await one.room.publish(engine.camera('720p'), { source: 'camera', simulcast: true })
    const shows = async (width: number, height: number, frameHeight: number) => {
      other.room.view([{ track, width, height }])
      await eventually(`a picture ${frameHeight} high`, () => other.media.received[0]?.frameHeight === frameHeight)
    }
    await shows(320, 180, 360)
    await shows(1_280, 720, 720)
    await shows(320, 180, 360)
    assert.equal(other.media.received[0]?.packetsLost, 0)
    assert.equal(await metric(parley, 'parley_media_pipes'), 1)
  })

  it('goes on with those on one worker when the other is killed, and soon with all', async (context) => {
    const { parley, room } = await oneSpread(context)
    const before = room.missing.transports
    process.kill(await pidOf(parley, 0), 'SIGKILL')
    const backMs = await room.back(room.nowUs)
    context.diagnostic(`media was back after ${Math.round(backMs)} ms`)
    assert.equal(room.missing.transports - before, 4, 'two each of the two who were there')
    assert.ok(backMs <= 3_000)
  })
})

describe('two rooms on two workers', () => {
  for (const [signal, what, withinMs] of [
    ['SIGKILL', 'is killed', 3_000],
    ['SIGSTOP', 'hangs', 8_000],
  ] as const) {
    it(`media is back soon when the worker of one ${what}, and the other loses no packet`, async (context) => {
      const { parley, engine } = await twoWorkers(context, 400)
      const [one, other] = [await open(context, parley, engine, 'one'), await open(context, parley, engine, 'other')]
      const before = other.missing
      process.kill(await pidOf(parley, 0), signal)
      const backMs = await one.back(one.nowUs)
      context.diagnostic(`media was back after ${Math.round(backMs)} ms`)
      assert.ok(backMs <= withinMs)
      await other.back(other.nowUs)
      assert.deepEqual(other.missing, before)
    })
  }
})

async function twoWorkers(context: TestContext, spreadAbove: number): Promise<{ parley: Parley; engine: LabEngine }> {
  const parley = await openParley({ settings: { 'media.workers': 2, 'media.spreadAbove': spreadAbove } })
  context.after(() => parley[Symbol.asyncDispose]())
  return { parley, engine: await openEngine({ seed: 1 }) }
}

async function oneSpread(context: TestContext): Promise<{ parley: Parley; room: MediaRoom }> {
  const { parley, engine } = await twoWorkers(context, 0)
  return { parley, room: await open(context, parley, engine, 'spread') }
}

async function open(context: TestContext, parley: Parley, engine: LabEngine, name: string): Promise<MediaRoom> {
  const onError = (error: Error) => context.diagnostic(error.message)
  const room = await MediaRoom.open({ url: parley.wsUrl, engine, name, people: 4, onError })
  context.after(() => room[Symbol.asyncDispose]())
  return room
}

/** Summed over its labels. */
async function metric(parley: Parley, name: string): Promise<number> {
  return (await parley.metrics()).reduce((sum, sample) => sum + (sample.name === name ? sample.value : 0), 0)
}
