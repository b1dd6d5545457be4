// The tables of docs/protocol.md, from the protocol package.

import {
  capabilities,
  closeCodes,
  codecs,
  headerExtensions,
  methods,
  notifications,
  protocolVersion,
  refusals,
  rpcErrors,
  shouldComeBack,
  simulcastLadder,
  subprotocols,
} from '@parley/protocol'
import { declaration, named, type Schema, simpleDeclaration } from './schema.ts'
import { code, table } from './table.ts'

/** A schema of TypeBox is a JSON Schema; here only that side of it is of use. */
const asSchema = (schema: object): Schema => schema

function methodSections(): string {
  return Object.entries(methods)
    .map(([name, { summary, permission, params, result }]) => {
      const answer = result === null ? '// no answer' : declaration('Result', asSchema(result))
      return section('###', name, `${summary} Permission: ${permission}.`, [
        declaration('Params', asSchema(params)),
        answer,
      ])
    })
    .join('\n\n')
}

function notificationSections(kind: 'fact' | 'own' | 'passing'): string {
  return Object.entries(notifications)
    .filter(([, { class: its }]) => its === kind)
    .map(([name, { summary, params }]) => section('####', name, summary, [declaration('Params', asSchema(params))]))
    .join('\n\n')
}

function section(level: string, name: string, text: string, declarations: readonly string[]): string {
  return `${level} ${name}\n\n${text}\n\n\`\`\`ts\n${declarations.join('\n')}\n\`\`\``
}

function shapes(): string {
  const [simple, composed] = [false, true].map((isComposed) =>
    [...named].filter(([, schema]) => (schema.properties !== undefined) === isComposed),
  )
  const parts = [
    (simple ?? []).map(([name, schema]) => simpleDeclaration(name, schema)).join('\n'),
    ...(composed ?? []).map(([name, schema]) => declaration(name, schema)),
  ]
  return `\`\`\`ts\n${parts.join('\n\n')}\n\`\`\``
}

/** By the name of the region. */
export const protocolRegions: Readonly<Record<string, () => string>> = {
  version: () => `This page describes protocol version ${protocolVersion}.`,
  subprotocols: () =>
    table(
      ['Subprotocol', 'Messages'],
      [
        [code(subprotocols.json), 'JSON in text frames; also spoken when no subprotocol is asked for'],
        [code(subprotocols.msgpack), 'MessagePack in binary frames, the same messages'],
      ],
    ),
  methods: methodSections,
  facts: () => notificationSections('fact'),
  own: () => notificationSections('own'),
  passing: () => notificationSections('passing'),
  refusals: () =>
    table(
      ['Code', 'Reason', 'Retry', 'Message'],
      Object.entries(refusals).map(([reason, { code: number, retry, message }]) => [
        String(number),
        code(reason),
        retry,
        message,
      ]),
    ),
  'rpc-errors': () =>
    table(
      ['Code', 'Name', 'Message'],
      Object.entries(rpcErrors).map(([name, error]) => [String(error.code), name, error.message]),
    ),
  'close-codes': () =>
    table(
      ['Code', 'Name', 'Come back?', 'The server closed the socket because'],
      Object.entries(closeCodes).map(([name, { code: number, text }]) => [
        String(number),
        name,
        shouldComeBack(number) ? 'yes' : 'no',
        text,
      ]),
    ),
  capabilities: () =>
    table(
      ['Capability', 'Whoever lists it'],
      Object.entries(capabilities).map(([name, text]) => [code(name), text]),
    ),
  codecs: () =>
    table(
      ['Kind', 'Codec', 'Clock rate', 'Channels', 'Parameters'],
      codecs.map(({ kind, mimeType, clockRate, channels, parameters = {} }) => [
        kind,
        code(mimeType),
        String(clockRate),
        channels === undefined ? '' : String(channels),
        Object.entries(parameters)
          .map(([name, value]) => code(`${name}=${value}`))
          .join(' '),
      ]),
    ),
  'header-extensions': () =>
    table(
      ['For', 'URI'],
      Object.entries(headerExtensions).map(([name, uri]) => [name, code(uri)]),
    ),
  simulcast: () =>
    table(
      ['RID', 'Height', 'At most'],
      simulcastLadder.map(({ rid, height, maxBitrateBps }) => [
        code(rid),
        String(height),
        `${maxBitrateBps / 1000} kbit/s`,
      ]),
    ),
  shapes,
}
