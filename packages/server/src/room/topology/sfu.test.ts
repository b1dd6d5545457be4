import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Effect, layerFor, SfuTopology, type SfuTrack } from './sfu.ts'

const camera: SfuTrack = { id: 'video', publisher: 'ada', kind: 'video', muted: false, layerHeights: [180, 360] }
const microphone: SfuTrack = { id: 'audio', publisher: 'ada', kind: 'audio', muted: false, layerHeights: [] }
const stage = { everybodyUpTo: 3, places: 2 }

describe('sfu topology', () => {
  it('gives audio to everybody but its publisher', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    assert.deepEqual(brief(sfu.trackPublished(microphone, 0)), ['open bob audio', 'open eve audio'])
  })

  it('gives a latecomer the audio that is there', () => {
    const sfu = inRoom('ada')
    sfu.trackPublished(microphone, 0)
    assert.deepEqual(brief(sfu.receiverJoined('bob', true)), ['open bob audio'])
  })

  it('gives video only to those who look at it', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    assert.deepEqual(sfu.trackPublished(camera, 0), [])
    assert.deepEqual(brief(sfu.viewChanged('bob', [look(180)])), ['open bob video'])
  })

  it('opens video when its track comes after the view', () => {
    const sfu = inRoom('ada', 'bob')
    sfu.viewChanged('bob', [look(180)])
    assert.deepEqual(brief(sfu.trackPublished(camera, 0)), ['open bob video'])
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

  it('opens anew, by the view it remembers, for one whose carriers were lost, and for nobody else', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    sfu.trackPublished(camera, 0)
    sfu.viewChanged('bob', [look(180)])
    sfu.viewChanged('eve', [look(180)])
    sfu.carriersLost('bob')
    assert.deepEqual(brief(sfu.settle('bob')), ['open bob video'])
    assert.deepEqual(sfu.settle('eve'), [])
  })

  it('gives nothing to one who may not subscribe', () => {
    const sfu = inRoom('ada')
    sfu.receiverJoined('bob', false)
    sfu.viewChanged('bob', [look(180)])
    assert.deepEqual([...sfu.trackPublished(camera, 0), ...sfu.trackPublished(microphone, 0)], [])
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

  it('picks the smallest layer that fills a tile', () => {
    assert.equal(layerFor([180, 360, 720], 200), 0)
    assert.equal(layerFor([180, 360, 720], 240), 1)
    assert.equal(layerFor([180, 360, 720], 2000), 2)
    assert.equal(layerFor([], 2000), 0)
  })
})

describe('voices of a large room', () => {
  it('are all heard as long as they are few, and beyond that only those of the stage', () => {
    const sfu = inRoom('ada', 'bob')
    for (const id of ['v1', 'v2', 'v3']) sfu.trackPublished(voice(id), 0)
    sfu.spoke([{ track: 'v2', level: -30 }], 1)
    const effects = sfu.trackPublished(voice('v4'), 2)
    assert.deepEqual(flowing('bob', effects), { v3: false })
    assert.deepEqual(flowing('bob', sfu.trackUnpublished('v1')), { v3: true, v4: true })
  })

  it('come and go for all receivers, by pausing rather than closing', () => {
    const sfu = inRoom('bob', 'eve')
    for (const id of ['v1', 'v2', 'v3', 'v4']) sfu.trackPublished(voice(id), 0)
    assert.deepEqual(brief(sfu.spoke([{ track: 'v4', level: -30 }], 5_000)), [
      'adjust bob v2',
      'open bob v4',
      'adjust eve v2',
      'open eve v4',
    ])
  })

  it('are closed when more are paused than the stage has places', () => {
    const sfu = inRoom('bob')
    for (const id of ['v1', 'v2', 'v3', 'v4', 'v5', 'v6']) sfu.trackPublished(voice(id), 0)
    const closed = ['v4', 'v5', 'v6'].flatMap((track, index) =>
      brief(sfu.spoke([{ track, level: -30 }], 5_000 * (index + 1))).filter((effect) => effect.startsWith('close')),
    )
    assert.deepEqual(closed, ['close bob v3', 'close bob v2'])
  })
})

describe('what is demanded of a publisher', () => {
  it('is the largest layer that anybody looks at, and nothing when nobody does', () => {
    const sfu = inRoom('ada', 'bob', 'eve')
    sfu.trackPublished(camera, 0)
    assert.deepEqual(sfu.takeDemanded(), [{ track: 'video', height: 0 }])
    sfu.viewChanged('bob', [look(100)])
    sfu.viewChanged('eve', [look(300)])
    assert.deepEqual(sfu.takeDemanded(), [{ track: 'video', height: 360 }])
    sfu.viewChanged('eve', [])
    assert.deepEqual(sfu.takeDemanded(), [{ track: 'video', height: 180 }])
    sfu.receiverLeft('bob')
    assert.deepEqual(sfu.takeDemanded(), [{ track: 'video', height: 0 }])
  })

  it('does not count its own view, nor a receiver that cannot receive it', () => {
    const sfu = watching()
    sfu.viewChanged('ada', [look(360)])
    sfu.subscriptionLost('bob', 'video')
    assert.deepEqual(sfu.takeDemanded(), [{ track: 'video', height: 0 }])
  })

  it('is not asked for when nothing has changed', () => {
    const sfu = watching()
    sfu.takeDemanded()
    sfu.viewChanged('bob', [look(170)])
    assert.deepEqual(sfu.takeDemanded(), [])
  })
})

function inRoom(...receivers: string[]): SfuTopology {
  const sfu = new SfuTopology(stage)
  for (const id of receivers) sfu.receiverJoined(id, true)
  return sfu
}

function watching(): SfuTopology {
  const sfu = inRoom('ada', 'bob')
  sfu.trackPublished(camera, 0)
  sfu.viewChanged('bob', [look(180)])
  return sfu
}

function voice(id: string): SfuTrack {
  return { ...microphone, id, publisher: `of ${id}` }
}

function look(height: number) {
  return { track: 'video', width: Math.round((height * 16) / 9), height }
}

function brief(effects: readonly Effect[]): string[] {
  return effects.map((effect) => `${effect.do} ${effect.receiver} ${effect.track}`)
}

/** Which tracks begin (true) or end to flow to a receiver by these effects. */
function flowing(receiver: string, effects: readonly Effect[]): Record<string, boolean> {
  const own = effects.filter((effect) => effect.receiver === receiver)
  return Object.fromEntries(
    own
      .filter(({ do: what }) => what !== 'close')
      .map((effect) => [effect.track, 'wish' in effect && !effect.wish.paused]),
  )
}
