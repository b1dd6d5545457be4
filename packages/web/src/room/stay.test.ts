import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stayAfter } from './stay.ts'

const kept = JSON.stringify({ room: 'kitchen', name: 'Ada' })

describe('the stay in a room', () => {
  it('goes on after the page was loaded again', () => {
    assert.deepEqual(stayAfter('reload', kept, 'kitchen'), { room: 'kitchen', name: 'Ada' })
  })

  it('does not when the link is opened anew, or one walks back to it', () => {
    assert.equal(stayAfter('navigate', kept, 'kitchen'), undefined)
    assert.equal(stayAfter('back_forward', kept, 'kitchen'), undefined)
    assert.equal(stayAfter(undefined, kept, 'kitchen'), undefined)
  })

  it('does not in another room, after leaving, or with something else in its place', () => {
    assert.equal(stayAfter('reload', kept, 'cellar'), undefined)
    assert.equal(stayAfter('reload', null, 'kitchen'), undefined)
    assert.equal(stayAfter('reload', '{"room":"kitchen"}', 'kitchen'), undefined)
    assert.equal(stayAfter('reload', '{"room":"","name":""}', ''), undefined)
  })
})
