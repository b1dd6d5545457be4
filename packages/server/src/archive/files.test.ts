import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { Refusal, type RefusalReason } from '@parley/protocol'
import { quiet } from '../log/log.ts'
import { openStore } from '../store/store.ts'
import { openFiles } from './files.ts'
import { DiskFull, openFolder, type Storage } from './storage.ts'

const isRefusal = (reason: RefusalReason) => (error: unknown) => error instanceof Refusal && error.reason === reason
const minute = 60_000

async function setUp(changes: { maxBytes?: number; storage?: Partial<Storage> } = {}) {
  await using parts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'parley-files-'))
  parts.defer(() => rm(folder, { recursive: true }))
  const time = { now: 1_000_000 }
  const now = () => time.now
  const store = parts.use(await openStore({ url: 'sqlite::memory:', log: quiet, now }))
  const { epoch } = await store.rooms.open('hall', 'ann')
  const files = parts.use(
    openFiles({
      storage: { ...(await openFolder(folder)), ...changes.storage },
      store,
      secret: 'secret',
      maxBytes: changes.maxBytes ?? 1_000,
      roomBytes: 5_000,
      totalBytes: 50_000,
      log: quiet,
      now,
      newId: () => crypto.randomUUID(),
    }),
  )
  const promise = (name = 'a.txt', bytes = 5) =>
    files.promise({ room: 'hall', person: 'ann', name, mediaType: 'text/plain', bytes })
  const receive = (url: string, text: string, bytes?: number) =>
    files.receive({ ...parse(url), bytes, source: source(text) })
  const send = (attachment: string) =>
    store.messages.append({ room: 'hall', epoch, person: 'ann', name: 'Ann', text: 'here', files: [attachment] })
  const opened = parts.move()
  const end = () => opened.disposeAsync()
  return { files, store, folder, time, promise, receive, send, [Symbol.asyncDispose]: end }
}

function parse(url: string): { id: string; key: string } {
  const [, id = '', key = ''] = /^\/files\/([^?]+)\?key=(.+)$/.exec(url) ?? []
  return { id, key }
}

async function* source(text: string) {
  yield Buffer.from(text)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2))
}

test('a file is promised, uploaded once, sent, and read by its address', async () => {
  await using place = await setUp()
  const { files, promise, receive, send } = place
  const { attachment, upload } = await promise()
  const { id, key } = parse(files.urlOf(attachment))
  assert.equal(await receive(upload, 'hello', 5), 'stored')
  assert.equal(await receive(upload, 'other', 5), 'again')
  assert.equal(await files.read(id, key), undefined, 'nobody reads what was not sent')
  await send(attachment)
  const read = await files.read(id, key)
  assert.deepEqual([read?.file.name, read?.file.mediaType, read?.content.bytes], ['a.txt', 'text/plain', 5])
  assert.equal(String(await buffer(read?.content.stream({ start: 0, end: 4 }) ?? source(''))), 'hello')
})

test('a key opens one file, to read or to upload it, for its time', async () => {
  await using place = await setUp()
  const { files, promise, receive, send, time } = place
  const [one, two] = [await promise(), await promise()]
  const [keyOfOne, keyOfTwo] = [parse(one.upload).key, parse(two.upload).key]
  const read = parse(files.urlOf(one.attachment)).key
  const later = keyOfOne.replace(/^\d+/, String(time.now + 60 * minute))
  for (const wrong of [keyOfTwo, read, later, '', 'x', `${keyOfOne}x`, keyOfOne.slice(1)])
    assert.equal(await receive(`/files/${one.attachment}?key=${wrong}`, 'hello'), 'notFound', wrong)
  assert.equal(await receive(one.upload, 'hello'), 'stored')
  await send(one.attachment)
  for (const wrong of [keyOfOne, parse(files.urlOf(two.attachment)).key, '', 'x'])
    assert.equal(await files.read(one.attachment, wrong), undefined)
  time.now = Date.parse(two.expiresAt)
  assert.equal(await receive(two.upload, 'hello'), 'notFound')
})

test('only what was promised is taken', async () => {
  await using place = await setUp()
  const { promise, receive, folder } = place
  const { upload } = await promise()
  assert.equal(await receive(upload, 'hello', 6), 'wrongLength')
  assert.equal(await receive(upload, 'hello!'), 'wrongLength')
  assert.equal(await receive(upload, 'hell'), 'wrongLength')
  assert.deepEqual(await readdir(folder), [])
  assert.equal(await receive(upload, 'hello'), 'stored', 'a failed upload may be tried again')
})

test('two uploads of one file at once are one', async () => {
  await using place = await setUp()
  const { upload } = await place.promise()
  const outcomes = await Promise.all([place.receive(upload, 'hello'), place.receive(upload, 'hello')])
  assert.deepEqual(outcomes.sort(), ['again', 'stored'])
})

test('files have a size, and may be unwanted', async () => {
  await using place = await setUp()
  await place.promise('a.txt', 1_000)
  await assert.rejects(place.promise('a.txt', 1_001), isRefusal('file.tooLarge'))
  await using none = await setUp({ maxBytes: 0 })
  await assert.rejects(none.promise('a.txt', 1), isRefusal('file.refused'))
})

test('a name is shown as it is read', async () => {
  await using place = await setUp()
  for (const [given, shown] of [
    ['Urlaub 🏖️.jpg', 'Urlaub 🏖️.jpg'],
    ['\u202egpj.exe', 'gpj.exe'],
    ['\u2066 \u2069', 'file'],
    ['half \ud800', 'half \ufffd'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ["'; drop table files; --", "'; drop table files; --"],
  ]) {
    const { attachment, upload } = await place.promise(given)
    await place.receive(upload, 'hello')
    const { attachments } = await place.send(attachment)
    assert.equal(attachments?.[0]?.name, shown)
  }
})

test('what is not sent within an hour, and what its message lost, is removed', async () => {
  await using place = await setUp()
  const { files, store, folder, time, promise, receive, send } = place
  const [left, sent] = [await promise(), await promise()]
  for (const { upload } of [left, sent]) await receive(upload, 'hello')
  const { id } = await send(sent.attachment)
  time.now += 61 * minute
  files.collect()
  await until(async () => (await readdir(folder)).length === 1)
  const { id: file, key } = parse(files.urlOf(sent.attachment))
  const reading = await files.read(file, key)
  await reading?.content[Symbol.asyncDispose]()
  assert.ok(reading)
  await store.messages.delete({ room: 'hall', epoch: 1, id, person: 'ann', moderates: false })
  assert.equal(await files.read(file, key), undefined, 'at once')
  files.collect()
  await until(async () => (await readdir(folder)).length === 0)
  await until(async () => (await store.files.find(file)) === undefined)
})

test('a full disk is said, and what it cannot delete is tried again', async () => {
  const full = { write: () => Promise.reject(new DiskFull()) }
  await using place = await setUp({ storage: full })
  const { upload } = await place.promise()
  assert.equal(await place.receive(upload, 'hello'), 'diskFull')
  let broken = true
  const removed: string[] = []
  const remove = async (id: string) => {
    if (broken) throw new Error('the disk is read-only')
    removed.push(id)
  }
  await using other = await setUp({ storage: { remove } })
  const { attachment } = await other.promise()
  other.time.now += 61 * minute
  other.files.collect()
  await until(async () => (await other.store.files.find(attachment))?.state === 'removed')
  broken = false
  await until(async () => {
    other.files.collect()
    return removed.includes(attachment)
  })
})
