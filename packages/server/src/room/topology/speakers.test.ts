import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Speakers } from './speakers.ts'

const ada = { track: 'ada', level: -20 }
const bob = { track: 'bob', level: -30 }

describe('speakers', () => {
  it('are told at once when others are loudest, and otherwise twice a second', () => {
    const speakers = new Speakers()
    assert.deepEqual(speakers.report('r', [bob], 0), [bob])
    assert.equal(speakers.report('r', [{ ...bob, level: -31 }], 250), undefined)
    assert.deepEqual(speakers.report('r', [ada, bob], 300), [ada, bob])
    assert.equal(speakers.report('r', [bob, ada], 550), undefined)
    assert.deepEqual(speakers.report('r', [bob, ada], 800), [ada, bob])
  })

  it('are silent once', () => {
    const speakers = new Speakers()
    speakers.report('r', [bob], 0)
    assert.deepEqual(speakers.report('r', [], 10), [])
    assert.equal(speakers.report('r', [], 9_000), undefined)
  })

  it('are the loudest of all routers', () => {
    const speakers = new Speakers()
    speakers.report('one', [bob], 0)
    assert.deepEqual(speakers.report('two', [ada], 1), [ada, bob])
    assert.deepEqual(speakers.report('one', [], 2), [ada])
  })
})
