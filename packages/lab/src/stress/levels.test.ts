import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readLevels } from './levels.ts'

it('levels are numbers of clients, who come ten a second and never all at once', () => {
  assert.deepEqual(readLevels('10 50, 100'), [
    { clients: 10, rampUpS: 3 },
    { clients: 50, rampUpS: 5 },
    { clients: 100, rampUpS: 10 },
  ])
})

it('what is no level is named', () => {
  assert.throws(() => readLevels('10 many'), /“many” is no number of clients from 1 to 5000/)
  assert.throws(() => readLevels(' '), /no level: give numbers of clients/)
})
