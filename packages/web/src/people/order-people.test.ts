import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPeople, handOrder, orderPeople } from './order-people.ts'

const person = (name: string, handRaisedAtMs?: number) => ({ id: name, name, isSelf: name === 'Me', handRaisedAtMs })
const people = [person('Zoe'), person('bob'), person('Ada', 20), person('Me', 30), person('Émile'), person('Mia', 10)]

test('oneself comes first, then raised hands in order of raising, then all others by name', () => {
  const names = orderPeople(people, 'en').map(({ name }) => name)
  assert.deepEqual(names, ['Me', 'Mia', 'Ada', 'bob', 'Émile', 'Zoe'])
})

test('each raised hand has its number', () => {
  assert.deepEqual(
    [...handOrder(people)],
    [
      ['Mia', 1],
      ['Ada', 2],
      ['Me', 3],
    ],
  )
})

test('whoever is searched for is found without accents and in any case', () => {
  assert.deepEqual(
    findPeople(people, ' emi ').map(({ name }) => name),
    ['Émile'],
  )
  assert.equal(findPeople(people, '  ').length, people.length)
  assert.deepEqual(findPeople(people, 'ada zoe'), [])
})
