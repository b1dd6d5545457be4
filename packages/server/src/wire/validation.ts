// The protocol's schemas compiled once: whatever passes here is trusted from then on.

import { type MethodName, methods, type Params } from '@parley/protocol'
import { Compile, type Validator } from 'typebox/compile'

export type Checked<M extends MethodName> =
  | { readonly ok: true; readonly params: Params<M> }
  | { readonly ok: false; readonly path: string; readonly problem: string }

const validators = new Map<string, Validator>(
  Object.entries(methods).map(([name, { params }]) => [name, Compile(params)]),
)

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

/** Finding the first problem walks through everything: in a long list that takes longer than a hostile client deserves. */
const longestExplained = 256

/** Params that are left out are an empty object. */
export function checkParams<M extends MethodName>(method: M, params: unknown): Checked<M> {
  const validator = validators.get(method)
  const given = params ?? {}
  if (validator?.Check(given)) return { ok: true, params: given as Params<M> } // the schema is the type
  const [problem] = isShort(given) ? (validator?.Errors(given) ?? []) : []
  return { ok: false, path: problem?.instancePath ?? '', problem: problem?.message ?? 'does not fit' }
}

function isShort(params: unknown): boolean {
  const values: unknown[] = typeof params === 'object' && params !== null ? Object.values(params) : []
  return (
    values.length <= longestExplained &&
    values.every((value) => !Array.isArray(value) || value.length <= longestExplained)
  )
}
