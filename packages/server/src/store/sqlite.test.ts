// What only the embedded database must survive: kill -9, a damaged file, a full disk.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { Refusal } from '@parley/protocol'
import { type Log, quiet } from '../log/log.ts'
import { openStore } from './store.ts'

async function makeFolder() {
  const path = await mkdtemp(join(tmpdir(), 'parley-sqlite-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

const openAt = (path: string, log: Log = quiet) => openStore({ url: `sqlite:${path}`, log, now: Date.now })
const hello = { room: 'kitchen', epoch: 1, person: 'ann', name: 'Ann', text: 'hello' }
const isUnavailable = (error: unknown) => error instanceof Refusal && error.reason === 'store.unavailable'

/** A log whose error lines can be read back. */
function createMemoryLog() {
  const errors: { message: string; facts: Record<string, unknown> }[] = []
  const log: Log = { ...quiet, error: (message, facts = {}) => errors.push({ message, facts }), with: () => log }
  return { log, errors }
}

/** Runs a module in a process of its own, with `openStore` in scope and the database's path in `path`. */
function runChild(path: string, body: string, command: readonly string[] = []) {
  const module = `
    import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}
    import { quiet } from ${JSON.stringify(new URL('../log/log.ts', import.meta.url).href)}
    import { writeSync } from 'node:fs'
    const path = ${JSON.stringify(path)}
    const tell = (line) => writeSync(1, line + '\\n')
    ${body}`
  const node = [process.execPath, '--input-type=module', '--eval', module]
  const [file = '', ...args] = [...command, ...node]
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: import.meta.dirname })
  const lines = createInterface({ input: child.stdout })
  const exit = once(child, 'exit')
  return { child, lines, exit, [Symbol.dispose]: () => child.kill('SIGKILL') }
}

test('every acknowledged message is there after kill -9 in the middle of writing, again and again', async () => {
  await using folder = await makeFolder()
  const path = join(folder.path, 'parley.db')
  const acknowledged = new Map<number, string>()
  for (let round = 1; round <= 5; round++) {
    using run = runChild(
      path,
      `const store = await openStore({ url: 'sqlite:' + path, log: quiet, now: Date.now })
       const { epoch } = await store.rooms.open('kitchen', 'ann')
       for (let n = 0; ; n++) {
         const text = 'round ${round} message ' + n + ' ' + 'x'.repeat(n % 3000)
         const { id } = await store.messages.append({ room: 'kitchen', epoch, person: 'ann', name: 'Ann', text })
         tell(id + ' ' + text)
       }`,
    )
    const enough = 200 * round
    let count = 0
    for await (const line of run.lines) {
      const space = line.indexOf(' ')
      // The last line may be cut off; the message it tells of is not known to be acknowledged then.
      const [id, text] = [Number(line.slice(0, space)), line.slice(space + 1)]
      const n = Number(text.split(' ')[3])
      if (text.length === `round ${round} message ${n} `.length + (n % 3000)) acknowledged.set(id, text)
      count += 1
      if (count === enough) run.child.kill('SIGKILL')
    }
    const [, signal] = await run.exit
    assert.equal(signal, 'SIGKILL')
    assert.ok(count >= enough)
  }

  const { log, errors } = createMemoryLog()
  await using store = await openAt(path, log)
  assert.deepEqual(errors, [])
  const stored = new Map<number, string>()
  let before: number | undefined
  for (;;) {
    const page = await store.messages.page('kitchen', { before, limit: 200 })
    for (const { id, text } of page.messages) stored.set(id, text)
    before = page.messages[0]?.id
    if (!page.more) break
  }
  assert.ok(acknowledged.size > 1000)
  for (const [id, text] of acknowledged) assert.equal(stored.get(id), text)
})

const damages: [string, (path: string) => Promise<void>][] = [
  ['no database at all', (path) => writeFile(path, 'this is a letter to my grandmother\n'.repeat(200))],
  [
    'overwritten in the middle',
    async (path) => {
      const { size } = await stat(path)
      const file = await open(path, 'r+')
      await file.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096)
      await file.close()
    },
  ],
  ['cut short', async (path) => truncate(path, Math.floor((await stat(path)).size / 2 / 4096) * 4096)],
]
for (const [what, damage] of damages) {
  test(`a file that is ${what} is moved aside, said so, and an empty one begun`, async () => {
    await using folder = await makeFolder()
    const path = join(folder.path, 'parley.db')
    const first = await openAt(path)
    await first.rooms.open('kitchen', 'ann')
    for (let n = 0; n < 200; n++) await first.messages.append({ ...hello, text: 'x'.repeat(1000) })
    await first.close()
    await damage(path)
    const damagedSize = (await stat(path)).size

    const { log, errors } = createMemoryLog()
    const second = await openAt(path, log)
    assert.equal((await second.rooms.open('kitchen', 'ann')).epoch, 1)
    await second.messages.append(hello)
    await second.close()

    const aside = (await readdir(folder.path)).filter((name) => /^parley\.db\.corrupt-[\dT.Z-]+$/.test(name))
    assert.equal(aside.length, 1)
    assert.equal((await stat(join(folder.path, aside[0] ?? ''))).size, damagedSize)
    assert.equal(errors.length, 1)
    assert.match(errors[0]?.message ?? '', /damaged.*moved aside/)
    assert.equal(errors[0]?.facts['movedTo'], join(folder.path, aside[0] ?? ''))

    // Not looped on: the new file is a good one.
    await using third = await openAt(path)
    assert.equal((await third.messages.page('kitchen', { limit: 10 })).messages.length, 1)
    assert.equal((await readdir(folder.path)).filter((name) => name.includes('corrupt')).length, 1)
  })
}

test('the folder is made, the files are for the owner alone, and closing leaves one file', async () => {
  await using folder = await makeFolder()
  const path = join(folder.path, 'deep', 'er', 'parley.db')
  const store = await openAt(path)
  await store.rooms.open('kitchen', 'ann')
  const files = await readdir(join(folder.path, 'deep', 'er'))
  assert.deepEqual(files.sort(), ['parley.db', 'parley.db-shm', 'parley.db-wal', 'parley.db.pid'])
  for (const file of files) {
    assert.equal((await stat(join(folder.path, 'deep', 'er', file))).mode & 0o777, 0o600)
  }
  await store.close()
  assert.deepEqual(await readdir(join(folder.path, 'deep', 'er')), ['parley.db'])
})

test('a path that cannot be a file makes opening fail, and moves nothing', async () => {
  await using folder = await makeFolder()
  await assert.rejects(openAt(folder.path), (error) => {
    assert.ok(error instanceof Error)
    return error.message.startsWith(`the database ${folder.path} cannot be opened: `)
  })
  assert.deepEqual(await readdir(folder.path), [])
})

test('a database in memory needs no file', async () => {
  await using store = await openStore({ url: 'sqlite::memory:', log: quiet, now: Date.now })
  await store.rooms.open('kitchen', 'ann')
  assert.equal((await store.messages.append(hello)).id, 1)
})

test('synchronous=full is taken from the URL, and anything else is refused', async () => {
  await using store = await openStore({ url: 'sqlite::memory:?synchronous=full', log: quiet, now: Date.now })
  await store.ping()
  await assert.rejects(openStore({ url: 'sqlite:x.db?synchronous=off', log: quiet, now: Date.now }), /normal or full/)
})

test('when nothing more can be written appends are refused, and they work again when there is room', async () => {
  await using folder = await makeFolder()
  const path = join(folder.path, 'parley.db')
  // A limit on the size of files makes the write fail as a full disk does, without needing one.
  using run = runChild(
    path,
    `const store = await openStore({ url: 'sqlite:' + path, log: quiet, now: Date.now })
     const { epoch } = await store.rooms.open('kitchen', 'ann')
     const message = { room: 'kitchen', epoch, person: 'ann', name: 'Ann', text: 'x'.repeat(3000) }
     tell('ready')
     let stored = 0
     const fill = async () => { for (;;) { await store.messages.append(message); stored += 1 } }
     await fill().catch((error) => tell(error.reason + ' ' + store.available))
     // A ping writes less than a message and may still find room, but not for ever.
     for (;;) {
       try { await store.ping() } catch (error) { tell(error.reason + ' ' + store.available); break }
       await fill().catch(() => {})
     }
     const { messages } = await store.messages.page('kitchen', { limit: 1000 })
     tell(String(messages.length === stored))
     for await (const _ of process.stdin) {}
     await store.ping()
     tell('pinged ' + store.available)
     await store.messages.append(message)
     await store.close()
     tell('stored')`,
    ['prlimit', '--fsize=400000:unlimited'],
  )
  const lines = run.lines[Symbol.asyncIterator]()
  const next = async () => (await lines.next()).value
  assert.equal(await next(), 'ready')
  assert.equal(await next(), 'store.unavailable false')
  assert.equal(await next(), 'store.unavailable false')
  assert.equal(await next(), 'true')
  execFileSync('prlimit', ['--pid', String(run.child.pid), '--fsize=unlimited'])
  run.child.stdin.end()
  assert.equal(await next(), 'pinged true')
  assert.equal(await next(), 'stored')
  assert.deepEqual(await run.exit, [0, null])
})

test('a writer in another process makes appends wait a bounded time, then refuses them', async () => {
  await using folder = await makeFolder()
  const path = join(folder.path, 'parley.db')
  await using store = await openAt(path)
  await store.rooms.open('kitchen', 'ann')
  const { DatabaseSync } = await import('node:sqlite')
  using other = new DatabaseSync(path)
  other.exec('begin immediate')
  const begun = performance.now()
  await assert.rejects(store.messages.append(hello), isUnavailable)
  assert.ok(performance.now() - begun < 2000)
  other.exec('rollback')
  await store.messages.append(hello)
  assert.equal(store.available, true)
})
