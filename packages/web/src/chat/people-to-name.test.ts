// Who is offered behind an `@`.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peopleToName } from './people-to-name.ts'

test('those who are here come first, each once, then those who wrote; oneself is not among them', () => {
  const here = ['Mia', 'Bob', 'Bob', 'Me'].map((name) => ({ person: name, name, kind: 'session' as const }))
  const door = { person: 'door', name: 'Door', kind: 'camera' as const }
  const wrote = ['Zoe', 'Bob', 'Ada', 'Me'].map((name) => ({ person: name, name }))
  assert.deepEqual(
    peopleToName([...here, door], wrote, 'Me').map(({ name }) => name),
    ['Bob', 'Mia', 'Ada', 'Zoe'],
  )
})
