import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { createGroupCommit } from './group-commit.ts'

/** A database that records its commits and holds each until it is let go. */
function createSlowDatabase() {
  const commits: number[][] = []
  const held: PromiseWithResolvers<void>[] = []
  return {
    commits,
    letGo: () => held.shift()?.resolve(),
    async commit(items: readonly number[]) {
      commits.push([...items])
      const hold = Promise.withResolvers<void>()
      held.push(hold)
      await hold.promise
      return items.map((item) => item * 10)
    },
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('what arrives while a group is written goes together as the next one', async () => {
  const database = createSlowDatabase()
  const group = createGroupCommit({ commit: database.commit, maxGroup: 100, maxWaiting: 100 })
  const first = group.add(1)
  const others = Promise.all([group.add(2), group.add(3), group.add(4)])
  database.letGo()
  assert.equal(await first, 10)
  await turn()
  assert.deepEqual(database.commits, [[1], [2, 3, 4]])
  database.letGo()
  assert.deepEqual(await others, [20, 30, 40])
})

test('an append resolves only after its own commit', async () => {
  const database = createSlowDatabase()
  const group = createGroupCommit({ commit: database.commit, maxGroup: 100, maxWaiting: 100 })
  let resolved = 0
  const count = () => (resolved += 1)
  const [first, second] = [group.add(1).then(count), group.add(2).then(count)]
  await turn()
  assert.equal(resolved, 0)
  database.letGo()
  await first
  await turn()
  assert.equal(resolved, 1)
  database.letGo()
  await second
})

test('groups are bounded, and so is what waits', async () => {
  const database = createSlowDatabase()
  const group = createGroupCommit({ commit: database.commit, maxGroup: 2, maxWaiting: 3 })
  const added = [1, 2, 3, 4].map((item) => group.add(item))
  await assert.rejects(group.add(5), (error) => error instanceof Refusal && error.reason === 'store.unavailable')
  for (const expected of [1, 2, 3]) {
    assert.equal(database.commits.length, expected)
    database.letGo()
    await turn()
  }
  await Promise.all(added)
  assert.deepEqual(database.commits, [[1], [2, 3], [4]])
})

test('one bad item fails alone; the others of its group are stored in order', async () => {
  const stored: number[] = []
  const bad = new Error('this one is bad')
  const group = createGroupCommit<number, number>({
    maxGroup: 100,
    maxWaiting: 100,
    async commit(items) {
      if (items.includes(13)) throw bad
      stored.push(...items)
      return items
    },
  })
  const items = [1, 2, 3, 13, 4, 5, 6, 7]
  const settled = await Promise.allSettled(items.map((item) => group.add(item)))
  for (const [index, outcome] of settled.entries()) {
    if (items[index] === 13) assert.deepEqual(outcome, { status: 'rejected', reason: bad })
    else assert.deepEqual(outcome, { status: 'fulfilled', value: items[index] })
  }
  assert.deepEqual(stored, [1, 2, 3, 4, 5, 6, 7])
})

test('a refusal answers the whole group without trying again', async () => {
  let commits = 0
  const group = createGroupCommit<number, number>({
    maxGroup: 100,
    maxWaiting: 100,
    async commit() {
      commits += 1
      throw new Refusal('store.unavailable')
    },
  })
  const settled = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => group.add(item)))
  assert.ok(settled.every(({ status }) => status === 'rejected'))
  assert.equal(commits, 2)
})

test('an error in one place answers that item alone', async () => {
  const group = createGroupCommit<number, number>({
    maxGroup: 100,
    maxWaiting: 100,
    commit: async (items) => items.map((item) => (item === 2 ? new Refusal('room.closed') : item)),
  })
  const settled = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)))
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})

test('closing waits for what was added and refuses what comes later', async () => {
  const database = createSlowDatabase()
  const group = createGroupCommit({ commit: database.commit, maxGroup: 100, maxWaiting: 100 })
  const added = [group.add(1), group.add(2)]
  let closed = false
  const closing = group.close().then(() => {
    closed = true
  })
  await assert.rejects(group.add(3), Refusal)
  database.letGo()
  await added[0]
  await turn()
  assert.equal(closed, false)
  database.letGo()
  await closing
  assert.deepEqual(await Promise.all(added), [10, 20])
})
