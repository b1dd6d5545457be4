import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Turns } from './turns.ts'

function stage() {
  const turns = new Turns()
  const seen: string[] = []
  const work = (name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const begin = () => {
      seen.push(name)
      return promise
    }
    return { begin, end: () => resolve(name), fail: () => reject(new Error(name)) }
  }
  return { turns, seen, work }
}
/** All that can go on by itself has gone on. */
const rest = () => new Promise((resolve) => setImmediate(resolve))

test('what may go together begins at once', async () => {
  const { turns, seen, work } = stage()
  const [one, two] = [work('one'), work('two')]
  const turn = Promise.all([turns.together(one.begin), turns.together(two.begin)])
  assert.deepEqual(seen, ['one', 'two'])
  one.end()
  two.end()
  await turn
})

test('what must be alone waits for all before it, and those after it wait in their order', async () => {
  const { turns, seen, work } = stage()
  const [one, two, alone, three, four] = ['one', 'two', 'alone', 'three', 'four'].map(work)
  assert.ok(one && two && alone && three && four)
  const turn = Promise.allSettled([
    turns.together(one.begin),
    turns.together(two.begin),
    turns.alone(alone.begin),
    turns.together(three.begin),
    turns.together(four.begin),
  ])
  one.end()
  await rest()
  assert.deepEqual(seen, ['one', 'two'])
  two.fail()
  await rest()
  assert.deepEqual(seen, ['one', 'two', 'alone'])
  alone.fail()
  await rest()
  assert.deepEqual(seen, ['one', 'two', 'alone', 'three', 'four'])
  three.end()
  four.end()
  assert.deepEqual(
    (await turn).map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled'],
  )
})

test('those that must be alone go one after another', async () => {
  const { turns, seen, work } = stage()
  const [one, two] = [work('one'), work('two')]
  const turn = Promise.all([turns.alone(one.begin), turns.alone(two.begin)])
  await rest()
  assert.deepEqual(seen, ['one'])
  one.end()
  await rest()
  assert.deepEqual(seen, ['one', 'two'])
  two.end()
  await turn
  await rest()
  const later = work('later')
  const begun = turns.together(later.begin)
  assert.deepEqual(seen, ['one', 'two', 'later'], 'nothing is left to wait for')
  later.end()
  await begun
})
