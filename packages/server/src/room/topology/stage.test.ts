import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keepsPlaceMs, Stage, swapsPerSecond } from './stage.ts'

describe('the stage', () => {
  it('is not needed while there are few voices', () => {
    const stage = withVoices(4, { everybodyUpTo: 4, places: 2 })
    assert.deepEqual(heard(stage, 4), ['v0', 'v1', 'v2', 'v3'])
  })

  it('gives its places to those who were heard last when the room becomes crowded', () => {
    const stage = withVoices(4, { everybodyUpTo: 4, places: 2 })
    stage.spoke([{ track: 'v2', level: -20 }], 100)
    stage.spoke([{ track: 'v3', level: -20 }], 200)
    assert.deepEqual(stage.added('v4', false, 300), ['v0', 'v1'])
    assert.deepEqual(heard(stage, 5), ['v2', 'v3'])
  })

  it('lets a speaker on at the first report, in the place of whoever has been silent for longest', () => {
    const stage = withVoices(5, { everybodyUpTo: 0, places: 2 })
    stage.spoke([{ track: 'v0', level: -20 }], 1_000)
    assert.deepEqual(stage.spoke([{ track: 'v4', level: -40 }], 5_000), ['v1', 'v4'])
  })

  it('pushes nobody off who spoke a moment ago', () => {
    const stage = withVoices(3, { everybodyUpTo: 0, places: 1 })
    stage.spoke([{ track: 'v0', level: -50 }], 1_000)
    assert.deepEqual(stage.spoke([{ track: 'v1', level: -10 }], 1_000 + keepsPlaceMs - 1), [])
    assert.deepEqual(stage.spoke([{ track: 'v1', level: -10 }], 1_000 + keepsPlaceMs), ['v0', 'v1'])
  })

  it('lets the louder of two on', () => {
    const stage = withVoices(3, { everybodyUpTo: 0, places: 1 })
    const both = [
      { track: 'v2', level: -20 },
      { track: 'v1', level: -40 },
    ]
    assert.deepEqual(stage.spoke(both, 5_000), ['v0', 'v2'])
  })

  it('has a place for whoever unmutes, if one is free or somebody muted has it', () => {
    const stage = withVoices(3, { everybodyUpTo: 0, places: 2 })
    stage.muted('v2', true, 0)
    assert.deepEqual(stage.muted('v2', false, 10), [])
    assert.deepEqual(stage.muted('v0', true, 20), [])
    stage.muted('v2', true, 25)
    assert.deepEqual(stage.muted('v2', false, 30), ['v0', 'v2'])
  })

  it('does not hear the muted', () => {
    const stage = withVoices(3, { everybodyUpTo: 0, places: 1 })
    stage.muted('v2', true, 0)
    assert.deepEqual(stage.spoke([{ track: 'v2', level: -10 }], 9_000), [])
  })

  it('gives a place that becomes free to whoever waits and was heard last', () => {
    const stage = withVoices(4, { everybodyUpTo: 0, places: 1 })
    stage.spoke([{ track: 'v0', level: -50 }], 1_000)
    stage.spoke([{ track: 'v3', level: -50 }], 1_100)
    assert.deepEqual(stage.removed('v0'), ['v3'])
  })

  it('changes only so many times in a second', () => {
    const stage = withVoices(20, { everybodyUpTo: 0, places: 8 })
    const all = Array.from({ length: 12 }, (_, index) => ({ track: `v${index + 8}`, level: -20 - index }))
    assert.equal(stage.spoke(all, 9_000).length, swapsPerSecond * 2)
    assert.equal(stage.spoke(all, 9_500).length, 0)
    assert.equal(stage.spoke(all, 10_000).length, swapsPerSecond * 2)
  })
})

function withVoices(count: number, options: ConstructorParameters<typeof Stage>[0]): Stage {
  const stage = new Stage(options)
  for (let index = 0; index < count; index++) stage.added(`v${index}`, false, 0)
  return stage
}

function heard(stage: Stage, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `v${index}`).filter((track) => stage.hears(track))
}
