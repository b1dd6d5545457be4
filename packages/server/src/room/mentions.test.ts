import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { orderMentions } from './mentions.ts'

const ada = { start: 0, end: 4, person: 'ada' }
const ben = { start: 5, end: 9, person: 'ben' }
const isInvalid = (error: unknown) => error instanceof Refusal && error.reason === 'chat.mentionInvalid'

test('mentions come back in the order of the text, with nothing else in them', () => {
  const dressed = { ...ben, color: 'red' }
  assert.deepEqual(orderMentions('@ada @ben', [dressed, ada]), [ada, ben])
  assert.deepEqual(orderMentions('@ada', []), [])
})

test('a mention covers something, ends where the text ends at the latest, and covers no other', () => {
  for (const wrong of [
    { ...ada, end: 0 },
    { ...ada, start: 4 },
    { ...ada, start: 5 },
    { ...ben, end: 10 },
    { ...ben, start: 4096, end: 4097 },
  ])
    assert.throws(() => orderMentions('@ada @ben', [wrong]), isInvalid)
  assert.throws(() => orderMentions('@ada @ben', [ada, { ...ben, start: 3 }]), isInvalid)
  assert.throws(() => orderMentions('@ada @ben', [ada, ada]), isInvalid)
})
