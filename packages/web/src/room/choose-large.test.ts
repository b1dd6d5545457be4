import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { chooseFocus, chooseLarge, isSpeakerView, keysOf } from './choose-large.ts'
import type { PersonView } from './person-view.ts'
import { sharedScreens } from './stage-item.ts'

const screen = { trackId: 's', media: undefined }

function person(id: string, more: Partial<PersonView> = {}): PersonView {
  const none = { camera: undefined, screen: undefined, microphone: undefined, screenAudio: undefined }
  const view = { id, name: id, isSelf: id === 'me', ...none, silent: true, reconnecting: false }
  return { ...view, ...more } as PersonView // what others add to a view does not matter here
}

const grid = { mode: 'grid', pinned: undefined, gridDespite: '' } as const
const people = [person('me'), person('a'), person('b')]
const sharing = [...people, person('c', { screen })]

describe('what is shown large', () => {
  const keys = (...args: Parameters<typeof chooseLarge>) => chooseLarge(...args).map(({ key }) => key)

  it('is nothing in the grid', () => {
    assert.deepEqual(keys(people, grid, 'a'), [])
    assert.equal(isSpeakerView(people, grid), false)
  })

  it('is whoever speaks in the speaker view', () => {
    assert.deepEqual(keys(people, { ...grid, mode: 'speaker' }, 'b'), ['b'])
  })

  it('is a shared screen, until one chooses the grid', () => {
    assert.deepEqual(keys(sharing, grid, 'a'), ['c:screen'])
    const despite = keysOf(sharedScreens(sharing))
    assert.deepEqual(keys(sharing, { ...grid, gridDespite: despite }, 'a'), [])
    const another = [...sharing, person('d', { screen })]
    assert.deepEqual(keys(another, { ...grid, gridDespite: despite }, 'a'), ['c:screen', 'd:screen'])
  })

  it('is what was pinned, before all else, as long as it is there', () => {
    assert.deepEqual(keys(sharing, { ...grid, pinned: 'b' }, 'a'), ['b'])
    assert.deepEqual(keys(sharing, { ...grid, pinned: 'gone' }, 'a'), ['c:screen'])
  })

  it('is never one’s own screen', () => {
    assert.deepEqual(keys([person('me', { screen }), person('a')], grid, 'a'), [])
  })
})

describe('whom the speaker view shows', () => {
  it('is the one who spoke last, also while nobody speaks', () => {
    assert.equal(chooseFocus(undefined, ['a', 'b'], []), 'a')
    assert.equal(chooseFocus('a', ['a', 'b'], ['b']), 'b')
    assert.equal(chooseFocus('b', ['a', 'b'], []), 'b')
  })

  it('does not change while the one who is shown still speaks', () => {
    assert.equal(chooseFocus('a', ['a', 'b'], ['b', 'a']), 'a')
  })

  it('is somebody else when the one who was shown has left', () => {
    assert.equal(chooseFocus('x', ['a', 'b'], []), 'a')
    assert.equal(chooseFocus('x', [], []), undefined)
  })
})
