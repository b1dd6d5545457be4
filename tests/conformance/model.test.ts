// Sequences of valid and invalid calls by several sessions keep what must always be true. PARLEY_TEST_MODEL_SEED repeats a run.

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { playModel, settings } from '../model/model.ts'
import { withAnyServer } from './place.ts'
import { assertUnharmed } from './unharmed.ts'

const seed = Number(process.env['PARLEY_TEST_MODEL_SEED'] ?? Date.now() % 1_000_000_000)
const wanted = 3_000
const timeLimitMs = 40_000

withAnyServer('a room that anything may happen in', settings, (server) => {
  it(`has no ghosts and no leftovers, and shows everybody the same (seed ${seed})`, {
    timeout: 240_000,
  }, async (test) => {
    const calls = await playModel(server(), { seed, calls: wanted, timeLimitMs })
    test.diagnostic(`seed ${seed}: ${calls} calls`)
    assert.ok(calls > 0)
    await assertUnharmed(server())
  })
})
