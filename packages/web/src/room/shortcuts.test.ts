import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findShortcut, isForRoom, isForTalking, keyNames, pageKeys } from './shortcuts.ts'

const plain = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false, defaultPrevented: false }

/** An element that stands inside whatever matches one of `names`. */
function inside(...names: readonly string[]) {
  return {
    closest: (selectors: string) => (names.some((name) => selectors.split(', ').includes(name)) ? {} : null),
  }
}

describe('a single key', () => {
  it('is for the room where nothing else wants it', () => {
    assert.ok(isForRoom('m', null, plain))
    assert.ok(isForRoom('m', inside('button'), plain))
    assert.ok(isForRoom('m', inside('aside'), plain))
  })

  it('is not while one types, chooses in a menu or reads a dialog', () => {
    for (const place of ['input', 'textarea', 'select', '[role="menu"]', '[role="dialog"]'])
      assert.equal(isForRoom('m', inside(place), plain), false)
  })

  it('is not together with Ctrl, Alt or ⌘, and not while characters are composed', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'isComposing', 'defaultPrevented'])
      assert.equal(isForRoom('m', null, { ...plain, [modifier]: true }), false)
  })

  it('scrolls where there is something to scroll', () => {
    assert.equal(isForRoom('ArrowLeft', inside('aside'), plain), false)
    assert.equal(isForRoom('PageDown', inside('[role="log"]'), plain), false)
    assert.ok(isForRoom('ArrowLeft', inside('button'), plain))
  })
})

describe('the space bar', () => {
  it('talks, except on a button that one has come to by keyboard', () => {
    assert.ok(isForTalking(null, false))
    assert.ok(isForTalking(inside('button'), true))
    assert.equal(isForTalking(inside('button'), false), false)
  })
})

describe('the list of shortcuts', () => {
  const press = () => {}
  const mute = { keys: ['m'], label: 'Mute', press } as const
  const pages = { keys: ['arrowleft', 'arrowright'], label: 'Pages', press } as const

  it('finds what a key does, also with Shift or Caps Lock', () => {
    assert.equal(findShortcut([mute, pages], 'M'), mute)
    assert.equal(findShortcut([mute, pages], 'ArrowRight'), pages)
    assert.equal(findShortcut([mute, pages], 'x'), undefined)
  })

  it('names keys as they are printed', () => {
    assert.deepEqual(keyNames(['m', 'arrowleft', '?']), ['M', '←', '?'])
    assert.deepEqual(keyNames(pageKeys), ['1', '…', '9'])
  })
})
