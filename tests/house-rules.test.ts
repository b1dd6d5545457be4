// The rules of the house, each tried twice: on the house, where nobody may break it, and on an example that does.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { books } from './house/books.ts'
import { floorPlan } from './house/floor-plan.ts'
import { breakRule } from './house/rule.ts'
import { readTree } from './house/source.ts'
import { words } from './house/words.ts'

const tree = readTree()

for (const [title, rules] of Object.entries({ 'floor plan': floorPlan, words, books })) {
  describe(`house rules: ${title}`, () => {
    for (const rule of rules) {
      it(rule.name, () => {
        const found = rule.violations(tree)
        assert.equal(found.length, 0, `${rule.name}:\n  ${found.join('\n  ')}`)
      })

      it(`notices who breaks it: ${rule.name}`, () => {
        const before = new Set(rule.violations(tree))
        const found = rule.violations(breakRule(rule, tree)).filter((violation) => !before.has(violation))
        assert.notEqual(found.length, 0)
      })
    }
  })
}
