// The docs say what is so: generated parts are fresh, examples are accepted, links lead somewhere.

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { methods, notifications } from '@parley/protocol'
import type { TSchema } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { generate, pages } from '../docs/generate.ts'
import { readConfig } from '../packages/server/src/config/config.ts'
import { readTree, root } from './house/source.ts'

const tree = readTree()
const markdown = [...tree].filter(([path]) => path.endsWith('.md'))
const folder = mkdtempSync(join(tmpdir(), 'parley-docs-'))
after(() => rmSync(folder, { recursive: true }))

describe('docs', () => {
  for (const page of pages) {
    it(`has fresh tables in ${page.path.slice(root.length + 1)}`, () => {
      const text = readFileSync(page.path, 'utf8')
      assert.ok(generate(page, text) === text, 'run npm run docs')
    })
  }

  it('shows a configuration that the server takes', () => {
    const examples = blocksOf('docs/configuration.md', 'yaml')
    assert.notEqual(examples.length, 0)
    for (const [at, example] of examples.entries()) {
      const file = join(folder, `${at}.yaml`)
      writeFileSync(file, example)
      assert.doesNotThrow(() => readConfig({ file, environment: {} }))
    }
  })

  it('shows messages that fit the protocol', () => {
    const messages = blocksOf('docs/protocol.md', '').flatMap(readMessages)
    const called = new Map<unknown, string>()
    for (const { sent, message } of messages) {
      const { method, id, params, result } = message
      if (sent && id !== undefined) called.set(id, String(method))
      // The example refuses one call because of its params.
      if (JSON.stringify(params) === '{"room":7}') continue
      if (method !== undefined) assertFits(sent ? methods : notifications, String(method), 'params', params)
      else if (result !== undefined) assertFits(methods, called.get(id) ?? '', 'result', result)
    }
    assert.ok(messages.length > 30)
  })

  it('shows every kind of message that a call with media needs', () => {
    const text = blocksOf('docs/protocol.md', '').join('\n')
    for (const name of [
      'session.hello',
      'room.join',
      'track.publish',
      'room.view',
      'subscription.ready',
      'chat.send',
    ]) {
      assert.ok(text.includes(`"method": "${name}"`), name)
    }
  })

  it('calls no requirement met without naming its test, and counts them as they are', () => {
    const text = tree.get('docs/requirements.md') ?? ''
    const rows = [...text.matchAll(/^\| ([A-Z]+-\d+) +\|[^|]*\| (yes|partly|not yet) +\|(.*)\|$/gm)]
    const unproven = rows.filter(([, , state, where = '']) => state === 'yes' && !where.includes('.test.ts)'))
    assert.deepEqual(
      unproven.map(([, id]) => id),
      [],
    )
    const count = (wanted: string) => rows.filter(([, , state]) => state === wanted).length
    const summary = `${count('yes')} yes, ${count('partly')} partly, ${count('not yet')} not yet.`
    assert.ok(text.includes(summary), `it should say: ${summary}`)
    assert.equal(new Set(rows.map(([, id]) => id)).size, rows.length)
  })

  it('has no link that leads nowhere', () => {
    const dead = markdown.flatMap(([path, text]) =>
      linksOf(text)
        .filter((link) => !leadsSomewhere(path, link))
        .map((link) => `${path}: ${link}`),
    )
    assert.equal(dead.length, 0, `dead links:\n  ${dead.join('\n  ')}`)
  })

  it('notices a link that leads nowhere', () => {
    assert.equal(leadsSomewhere('docs/protocol.md', 'configuration.md#settings'), true)
    assert.equal(leadsSomewhere('docs/protocol.md', 'nowhere.md'), false)
    assert.equal(leadsSomewhere('docs/protocol.md', '#no-such-heading'), false)
  })

  it('notices a table that is not fresh', () => {
    const [page] = pages
    assert.ok(page !== undefined)
    const text = readFileSync(page.path, 'utf8').replace('room.full', 'room.stuffed')
    assert.notEqual(generate(page, text), text)
  })
})

function blocksOf(path: string, language: string): string[] {
  const text = tree.get(path) ?? ''
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, its]) => its === language)
    .map(([, , body = '']) => body)
}

interface Shown {
  readonly sent: boolean
  readonly message: Readonly<Record<string, unknown>>
}

/** `→ {…}` and `← {…}`, over several lines each; blocks of other kinds hold none. */
function readMessages(block: string): Shown[] {
  return block
    .split(/^(?=[→←] )/m)
    .filter((part) => /^[→←] /.test(part))
    .map((part) => ({ sent: part.startsWith('→'), message: JSON.parse(part.slice(2)) }))
}

/** What is cut short with … is not checked further than its name. */
function assertFits<K extends 'params' | 'result'>(
  table: Readonly<Record<string, { readonly [P in K]: TSchema | null }>>,
  name: string,
  part: K,
  value: unknown,
): void {
  const declared = Object.hasOwn(table, name) ? table[name] : undefined
  assert.ok(declared !== undefined, `there is no ${name}`)
  if (JSON.stringify(value).includes('…')) return
  const schema = declared[part]
  assert.ok(schema !== null && Check(schema, value), `${name}: ${JSON.stringify(schema && Errors(schema, value)[0])}`)
}

/** Targets of links and pictures outside of code. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)|<img[^>]+src="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  )
}

function leadsSomewhere(from: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? from : join(dirname(from), decodeURIComponent(path))
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(tree.get(target) ?? '').includes(anchor)
}

/** As GitHub names them. */
function anchorsOf(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )
}
