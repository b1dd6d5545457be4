// The types of the protocol as plain TypeScript: whoever installs the SDK needs no schema library, and reads what is meant.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { methods, notifications, refusals, subprotocols } from '@parley/protocol'

interface Schema {
  readonly type?: string
  readonly description?: string
  readonly const?: string | number | boolean
  readonly default?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[] | undefined
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

const source = path.join(import.meta.dirname, '../../packages/protocol/src')
const primitives: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
}

const key = (schema: object) => JSON.stringify(schema, (name, value) => (name.startsWith('~') ? undefined : value))
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && '~kind' in value

/** A file of declarations with these types, and what they are made of. @param wanted names that the SDK exports */
export async function protocolTypes(wanted: ReadonlySet<string>): Promise<string> {
  const named = await namedSchemas(wanted)
  const names = new Map([...named].map(([name, { schema }]) => [key(schema), name]))
  const printer = new Printer(names)
  return [
    '// What goes over the wire, made from the schemas that the server checks by.\n',
    ...[...named].map(([name, { schema, doc }]) => `${doc}${printer.declaration(name, schema)}\n`),
    '/** How messages are written: as text, or in fewer bytes. */',
    `export type Encoding = ${union(Object.keys(subprotocols))};\n`,
    refusalTypes(),
    '/** Every method of the protocol by its name, with what it takes and what it answers. */',
    'export interface Methods {',
    ...Object.entries(methods).map(([name, { summary, params, result }]) => {
      const answer = result === null ? 'undefined' : printer.type(result, '    ')
      return `  /** ${summary} */\n  '${name}': {\n    params: ${printer.type(params, '    ')};\n    result: ${answer};\n  };`
    }),
    '}',
    '/** A method of the protocol. */',
    'export type MethodName = keyof Methods;',
    '/** A method that gets an answer. */',
    'export type CallName = { [M in MethodName]: Methods[M]["result"] extends undefined ? never : M }[MethodName];',
    '/** Every notification of the protocol, with what it tells. */',
    'export interface Notifications {',
    ...Object.entries(notifications).map(
      ([name, { summary, params }]) => `  /** ${summary} */\n  '${name}': ${printer.type(params, '  ')};`,
    ),
    '}',
    '/** What a notification tells. */',
    'export type NotificationParams<N extends keyof Notifications> = Notifications[N];',
    '/** What a method takes. */',
    'export type Params<M extends MethodName> = Methods[M]["params"];',
    '/** What a method answers. */',
    'export type Result<M extends MethodName> = Methods[M]["result"];\n',
  ].join('\n')
}

function refusalTypes(): string {
  return `/** Why the server said no; all of them stand in the guide, with their words. */
export type RefusalReason =
  | ${Object.keys(refusals)
    .map((reason) => `'${reason}'`)
    .join('\n  | ')};
/** never: the same call will fail again. later: try again after a pause. refresh: get a new token first. */
export type Retry = ${union([...new Set(Object.values(refusals).map(({ retry }) => retry))])};
/** An expected no of the server. Decide by \`reason\` and \`retry\`, never by the message. */
export declare class Refusal extends Error {
  readonly reason: RefusalReason;
  /** Stable, grouped by noun. */
  readonly code: number;
  /** Whether it helps to try again. */
  readonly retry: Retry;
  constructor(reason: RefusalReason, detail?: string, options?: ErrorOptions);
}
`
}

/** Schemas that the protocol exports under a wanted name, with the comment above them. */
async function namedSchemas(wanted: ReadonlySet<string>): Promise<Map<string, { schema: Schema; doc: string }>> {
  const found = new Map<string, { schema: Schema; doc: string }>()
  for (const file of globSync('*.ts', { cwd: source, exclude: ['index.ts', '*.test.ts'] }).sort()) {
    const text = readFileSync(path.join(source, file), 'utf8')
    const module: object = await import(path.join(source, file))
    for (const [name, schema] of Object.entries(module)) {
      if (!wanted.has(name) || !isSchema(schema)) continue
      const [doc = ''] =
        new RegExp(String.raw`\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n(?=export const ${name} =)`).exec(text) ?? []
      found.set(name, { schema, doc })
    }
  }
  return found
}

class Printer {
  readonly #names: ReadonlyMap<string, string>

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names
  }

  declaration(name: string, schema: Schema): string {
    return schema.properties === undefined
      ? `export type ${name} = ${this.#structure(schema, '')};`
      : `export interface ${name} ${this.#structure(schema, '')}`
  }

  type(schema: Schema, indent: string): string {
    return this.#names.get(key(schema)) ?? this.#structure(schema, indent)
  }

  #structure(schema: Schema, indent: string): string {
    const { anyOf, items, properties, patternProperties, type = '' } = schema
    if (schema.const !== undefined) return JSON.stringify(schema.const)
    if (anyOf !== undefined) return anyOf.map((each) => this.type(each, indent)).join(' | ')
    if (type === 'array') return items === undefined ? 'unknown[]' : `(${this.type(items, indent)})[]`
    if (patternProperties !== undefined) {
      const [value = {}] = Object.values(patternProperties)
      return `Record<string, ${this.type(value, indent)}>`
    }
    if (properties !== undefined) return this.#members(properties, schema.required ?? [], indent)
    return primitives[type] ?? 'unknown'
  }

  #members(properties: Readonly<Record<string, Schema>>, required: readonly string[], indent: string): string {
    const inner = `${indent}  `
    const lines = Object.entries(properties).map(([name, property]) => {
      const doc = property.description === undefined ? '' : `${inner}/** ${property.description} */\n`
      return `${doc}${inner}${name}${required.includes(name) ? '' : '?'}: ${this.type(property, inner)};\n`
    })
    return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`
  }
}

const union = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' | ')
