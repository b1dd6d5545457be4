import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { openFolder, WrongLength } from './storage.ts'

async function setUp() {
  const parent = await mkdtemp(join(tmpdir(), 'parley-storage-'))
  const folder = join(parent, 'deep', 'files')
  return {
    folder,
    storage: await openFolder(folder),
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true }),
  }
}

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

test('what was written is read, as a whole and in part, and only we may look into the folder', async () => {
  await using place = await setUp()
  const { storage, folder } = place
  await storage.write('one', pieces('hello ', 'world'), 11)
  assert.deepEqual(await readdir(folder), ['one'])
  const file = await storage.read('one')
  assert.equal(file?.bytes, 11)
  assert.equal(String(await buffer(file?.stream({ start: 4, end: 6 }) ?? pieces())), 'o w')
  assert.equal((await stat(folder)).mode & 0o777, 0o700)
  assert.equal((await stat(join(folder, 'one'))).mode & 0o777, 0o600)
  assert.equal(await storage.read('two'), undefined)
})

test('a file that is removed while it is read is read to its end', async () => {
  await using place = await setUp()
  const { storage, folder } = place
  await storage.write('one', pieces('x'.repeat(300_000)), 300_000)
  const file = await storage.read('one')
  await storage.remove('one')
  await storage.remove('one')
  assert.deepEqual(await readdir(folder), [])
  assert.equal((await buffer(file?.stream({ start: 0, end: 299_999 }) ?? pieces())).byteLength, 300_000)
})

test('what is too long, too short or broken off leaves nothing', async () => {
  await using place = await setUp()
  const { storage, folder } = place
  await assert.rejects(storage.write('long', pieces('hello', 'world'), 9), WrongLength)
  await assert.rejects(storage.write('short', pieces('hello'), 9), WrongLength)
  async function* broken() {
    yield Buffer.from('hello')
    throw new Error('broken off')
  }
  await assert.rejects(storage.write('broken', broken(), 9), /broken off/)
  assert.deepEqual(await readdir(folder), [])
})

test('what an earlier life left unfinished is cleared away, and nothing else', async () => {
  await using place = await setUp()
  const { storage, folder } = place
  await storage.write('one', pieces('x'), 1)
  await writeFile(join(folder, 'two.0000.part'), 'half')
  await openFolder(folder)
  assert.deepEqual(await readdir(folder), ['one'])
})

test('a name that is no id leads nowhere', async () => {
  await using place = await setUp()
  const { storage } = place
  for (const id of ['../one', '..', '.', '', 'a/b', 'a\\b', 'a\0b', 'a.part', 'x'.repeat(65)]) {
    await assert.rejects(async () => storage.write(id, pieces('x'), 1), TypeError)
    await assert.rejects(async () => storage.read(id), TypeError)
    await assert.rejects(async () => storage.remove(id), TypeError)
  }
})

test('where there is no room, it says so and leaves nothing', async () => {
  await using place = await setUp()
  const { storage, folder } = place
  const script = `
    import { openFolder, DiskFull } from ${JSON.stringify(join(import.meta.dirname, 'storage.ts'))}
    process.on('SIGXFSZ', () => {})
    const storage = await openFolder(process.argv[1])
    async function* source() { for (let n = 0; n < 10; n += 1) yield Buffer.alloc(30_000, 1) }
    const error = await storage.write('large', source(), 300_000).catch((thrown) => thrown)
    await storage.write('small', [Buffer.from('x')], 1)
    console.log(error instanceof DiskFull)`
  const args = ['--fsize=100000', process.execPath, '--input-type=module', '-e', script, folder]
  const { stdout } = await promisify(execFile)('prlimit', args)
  assert.equal(stdout.trim(), 'true')
  assert.deepEqual(await readdir(folder), ['small'])
  assert.equal(String(await readFile(join(folder, 'small'))), 'x')
  assert.ok(storage)
})
