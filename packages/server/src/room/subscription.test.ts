import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Consumer } from '../media/media.ts'
import { RoomSubscription } from './subscription.ts'

const shown = { paused: false, layer: 1, priority: 1 }
const hidden = { ...shown, paused: true }

describe('a subscription', () => {
  it('flows only once the client is ready, in the layer that is wished', async () => {
    const { consumer, told } = consumerThatIsTold()
    const subscription = new RoomSubscription('v', 'video', shown)
    await subscription.carryBy(consumer)
    assert.deepEqual(told, ['layers 1'])
    await subscription.ready()
    assert.deepEqual(told, ['layers 1', 'resume'])
  })

  it('goes on with a key frame when its receiver says once more that it is ready', async () => {
    const { consumer, told } = consumerThatIsTold()
    const subscription = new RoomSubscription('v', 'video', shown)
    await subscription.carryBy(consumer)
    await subscription.ready()
    await subscription.ready()
    assert.deepEqual(told, ['layers 1', 'resume', 'resume'])
  })

  it('meets the last wish, also when it changes while an earlier one is being carried out', async () => {
    const { consumer, told } = consumerThatIsTold()
    const subscription = new RoomSubscription('v', 'video', hidden)
    await subscription.carryBy(consumer)
    await subscription.ready()
    await Promise.all([subscription.adjust({ ...shown, layer: 2, priority: 9 }), subscription.adjust(hidden)])
    assert.deepEqual(told.slice(1), ['layers 2', 'layers 1'])
    await Promise.all([subscription.adjust(shown), subscription.adjust(hidden)])
    assert.notEqual(told.at(-1), 'resume')
  })

  it('meets a wish that comes at the very moment in which an earlier one has been met', async () => {
    for (let turns = 0; turns < 6; turns += 1) {
      const { consumer, told } = consumerThatIsTold()
      const subscription = new RoomSubscription('v', 'video', shown)
      await subscription.carryBy(consumer)
      const met = subscription.adjust({ ...shown, layer: 2 })
      for (let turn = 0; turn < turns; turn += 1) await undefined
      await Promise.all([met, subscription.adjust({ ...shown, layer: 0 })])
      assert.equal(told.at(-1), 'layers 0', `after ${turns} turns`)
    }
  })

  it('tells a consumer nothing any more once it is closed', async () => {
    const { consumer, told } = consumerThatIsTold()
    const subscription = new RoomSubscription('v', 'video', hidden)
    await subscription.carryBy(consumer)
    subscription.close()
    await subscription.adjust(shown)
    assert.deepEqual(told, ['layers 1', 'close'])
  })
})

function consumerThatIsTold(): { consumer: Consumer; told: string[] } {
  const told: string[] = []
  const hear = async (what: string) => void told.push(what)
  const consumer: Consumer = {
    id: 'c',
    rtpParameters: { codecs: [] },
    layers: { spatial: 3, temporal: 1 },
    resume: () => hear('resume'),
    pause: () => hear('pause'),
    preferLayers: (layer) => hear(`layers ${layer}`),
    setPriority: (priority) => hear(`priority ${priority}`),
    close: () => void told.push('close'),
  }
  return { consumer, told }
}
