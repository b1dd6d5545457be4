// JSON Schemas of the protocol as TypeScript-like text, for readers.

import * as chat from '../../packages/protocol/src/chat.ts'
import * as fields from '../../packages/protocol/src/fields.ts'
import * as media from '../../packages/protocol/src/media.ts'
import * as room from '../../packages/protocol/src/room.ts'
import * as rtp from '../../packages/protocol/src/rtp.ts'
import * as session from '../../packages/protocol/src/session.ts'
import * as track from '../../packages/protocol/src/track.ts'

export interface Schema {
  readonly type?: string
  readonly description?: string
  readonly const?: string | number
  readonly default?: unknown
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
}

const key = (schema: object) => JSON.stringify(schema, (name, value) => (name.startsWith('~') ? undefined : value))
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && '~kind' in value

/** Schemas with a name: the modules of the protocol export them with a capital letter. */
export const named: ReadonlyMap<string, Schema> = new Map(
  [fields, session, room, chat, track, media, rtp]
    .flatMap((module) => Object.entries(module))
    .filter((entry): entry is [string, Schema] => /^[A-Z]/.test(entry[0]) && isSchema(entry[1])),
)
const nameOf = new Map([...named].map(([name, schema]) => [key(schema), name]))

/** Beyond it a choice stands on several lines, as Biome writes it. */
const longestLine = 120

/** One line: `Track[]`, `'audio' | 'video'`, `{ room: RoomName, limit?: integer }`. */
export function typeText(schema: Schema): string {
  return nameOf.get(key(schema)) ?? structureText(schema)
}

function structureText(schema: Schema): string {
  if (schema.const !== undefined) return `'${schema.const}'`
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' | ')
  if (schema.type === 'array' && schema.items !== undefined) {
    const item = typeText(schema.items)
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`
  }
  if (schema.patternProperties !== undefined) {
    const [value = {}] = Object.values(schema.patternProperties)
    return `Record<string, ${typeText(value)}>`
  }
  if (schema.properties !== undefined) {
    const inside = propertiesOf(schema).map(([name, property]) => `${name}: ${typeText(property)}`)
    return inside.length === 0 ? '{}' : `{ ${inside.join('; ')} }`
  }
  return schema.type ?? 'unknown'
}

/** Names (with `?` where it may be absent) and schemas. */
function propertiesOf({ properties = {}, required = [] }: Schema): [string, Schema][] {
  return Object.entries(properties).map(([name, property]) => [required.includes(name) ? name : `${name}?`, property])
}

/** A declaration of several lines with what is worth knowing as comments. */
export function declaration(name: string, schema: Schema): string {
  const known = nameOf.get(key(schema))
  if (known !== undefined && known !== name) return `type ${name} = ${known}`
  if (schema.properties === undefined) return `type ${name} = ${structureText(schema)}${comment(schema)}`
  if (Object.keys(schema.properties).length === 0) return `interface ${name} {}`
  return `interface ${name} {\n${lines(schema, '  ')}\n}`
}

function lines(schema: Schema, indent: string): string {
  return propertiesOf(schema)
    .map(([name, property]) => {
      const line = `${indent}${name}: ${typeText(property)}${comment(property)}`
      const choices = property.items?.anyOf ?? []
      if (choices.length > 0 && line.length > longestLine) {
        const each = choices.map((choice) => `${indent}  | ${typeText(choice)}\n`)
        return `${indent}${name}: (\n${each.join('')}${indent})[]${comment(property)}`
      }
      const inner = property.type === 'array' ? property.items : property
      const isLong = inner?.properties !== undefined && !nameOf.has(key(inner)) && typeText(property).length > 60
      if (!isLong) return line
      const end = property.type === 'array' ? '}[]' : '}'
      return `${indent}${name}: {\n${lines(inner ?? {}, `${indent}  `)}\n${indent}${end}${comment({ ...property, properties: {} })}`
    })
    .join('\n')
}

function comment(schema: Schema): string {
  const described = nameOf.has(key(schema)) ? [] : [...bounds(schema), schema.description]
  const notes = described.filter((note) => note !== undefined)
  return notes.length === 0 ? '' : ` // ${notes.join('. ')}`
}

/** Bounds of a named simple type are told where it is declared, so its own name must not hide them there. */
export function simpleDeclaration(name: string, schema: Schema): string {
  const notes = [...bounds(schema), schema.description].filter((note) => note !== undefined)
  return `type ${name} = ${structureText(schema)}${notes.length === 0 ? '' : ` // ${notes.join('. ')}`}`
}

function bounds(schema: Schema): string[] {
  const range = (low: number | undefined, high: number | undefined, unit: string) => {
    if (low === undefined && high === undefined) return []
    if (low === undefined) return [`at most ${high}${unit}`]
    return [high === undefined ? `at least ${low}${unit}` : `${low}–${high}${unit}`]
  }
  return [
    ...range(schema.minimum, schema.maximum, ''),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...range(schema.minItems, schema.maxItems, ' entries'),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ]
}
