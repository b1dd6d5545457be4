// What a rule of the house is: a sentence, a way to find who breaks it, and an example of one that does.

import type { Tree } from './source.ts'

export interface Rule {
  readonly name: string
  /** Whoever breaks it, each beginning with its path. */
  readonly violations: (tree: Tree) => string[]
  /** Files that would break it: the proof that the rule can fail. A function changes the whole tree. */
  readonly broken: Readonly<Record<string, string>> | ((tree: Tree) => Tree)
}

/** The tree as it would be with the rule's example in it. */
export function breakRule({ broken }: Rule, tree: Tree): Tree {
  return typeof broken === 'function' ? broken(tree) : new Map([...tree, ...Object.entries(broken)])
}
