import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { layerFor, SfuTopology, type SfuTrack } from './sfu.ts'

const camera: SfuTrack = { id: 'video', publisher: 'ada', kind: 'video', layerHeights: [180, 360] }
const microphone: SfuTrack = { id: 'audio', publisher: 'ada', kind: 'audio', layerHeights: [] }

describe('sfu topology', () => {
  it('gives audio to everybody but its publisher', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    assert.deepEqual(brief(sfu.trackPublished(microphone)), ['open bob audio', 'open eve audio'])
  })

  it('gives a latecomer the audio that is there', () => {
    const sfu = inRoom('ada')
    sfu.trackPublished(microphone)
    assert.deepEqual(brief(sfu.receiverJoined('bob', true)), ['open bob audio'])
  })

  it('gives video only to those who look at it', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    assert.deepEqual(sfu.trackPublished(camera), [])
    assert.deepEqual(brief(sfu.viewChanged('bob', [look(180)])), ['open bob video'])
  })

  it('opens video when its track comes after the view', () => {
    const sfu = inRoom('ada', 'bob')
    sfu.viewChanged('bob', [look(180)])
    assert.deepEqual(brief(sfu.trackPublished(camera)), ['open bob video'])
  })

  it('pauses video that nobody of a view looks at any more, and resumes it', () => {
    const sfu = watching()
    assert.deepEqual(sfu.viewChanged('bob', []), [
      { do: 'adjust', receiver: 'bob', track: 'video', wish: { paused: true, layer: 0, priority: 1 } },
    ])
    assert.deepEqual(sfu.viewChanged('bob', [look(180)]), [
      { do: 'adjust', receiver: 'bob', track: 'video', wish: { paused: false, layer: 0, priority: 1 } },
    ])
  })

  it('moves to the layer that fits the tile, and says nothing when nothing changes', () => {
    const sfu = watching()
    const [effect] = sfu.viewChanged('bob', [look(720)])
    assert.deepEqual(effect?.do === 'adjust' && effect.wish.layer, 1)
    assert.deepEqual(sfu.viewChanged('bob', [look(700)]), [])
  })

  it('closes the subscriptions of a track that ended', () => {
    assert.deepEqual(brief(watching().trackUnpublished('video')), ['close bob video'])
  })

  it('gives nothing to one who may not subscribe', () => {
    const sfu = inRoom('ada')
    sfu.receiverJoined('bob', false)
    sfu.viewChanged('bob', [look(180)])
    assert.deepEqual([...sfu.trackPublished(camera), ...sfu.trackPublished(microphone)], [])
  })

  it('opens anew what could not be opened before', () => {
    const sfu = watching()
    sfu.subscriptionLost('bob', 'video')
    assert.deepEqual(brief(sfu.settle('bob')), ['open bob video'])
    assert.deepEqual(sfu.settle('bob'), [])
  })

  it('closes everything for one who may not subscribe any more, and opens it when allowed again', () => {
    const sfu = watching()
    assert.deepEqual(brief(sfu.permissionChanged('bob', false)), ['close bob video'])
    assert.deepEqual(brief(sfu.permissionChanged('bob', true)), ['open bob video'])
  })

  it('opens everything anew, by the views it remembers, after all carriers were lost', () => {
    const sfu = watching()
    sfu.carriersLost()
    assert.deepEqual(brief([...sfu.trackPublished(camera), ...sfu.trackPublished(microphone)]), [
      'open bob video',
      'open bob audio',
    ])
  })

  it('picks the smallest layer that fills a tile', () => {
    assert.equal(layerFor([180, 360, 720], 200), 0)
    assert.equal(layerFor([180, 360, 720], 240), 1)
    assert.equal(layerFor([180, 360, 720], 2000), 2)
    assert.equal(layerFor([], 2000), 0)
  })
})

function inRoom(...receivers: string[]): SfuTopology {
  const sfu = new SfuTopology()
  for (const id of receivers) sfu.receiverJoined(id, true)
  return sfu
}

function watching(): SfuTopology {
  const sfu = inRoom('ada', 'bob')
  sfu.trackPublished(camera)
  sfu.viewChanged('bob', [look(180)])
  return sfu
}

function look(height: number) {
  return { track: 'video', width: Math.round((height * 16) / 9), height }
}

function brief(effects: ReturnType<SfuTopology['viewChanged']>): string[] {
  return effects.map((effect) => `${effect.do} ${effect.receiver} ${effect.track}`)
}
