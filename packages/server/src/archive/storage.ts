// Where bytes lie: a folder of files, each named by its id. What is being written has another name until it is whole.

import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** One that keeps files elsewhere would be another implementation of this. */
export interface Storage {
  /**
   * Takes in a file of exactly so many bytes; it is on the disk when this resolves. Otherwise nothing is left of it, and this
   * throws WrongLength, DiskFull or what the source threw.
   */
  write(id: string, source: AsyncIterable<Uint8Array>, bytes: number): Promise<void>
  /** Undefined: there is none. Who opens a file reads it to its end, also when it is removed meanwhile. */
  read(id: string): Promise<StoredFile | undefined>
  /** Removing what is not there is no offence. */
  remove(id: string): Promise<void>
}

export interface StoredFile extends AsyncDisposable {
  readonly bytes: number
  /** From one byte to another, both included. The file is closed with the stream. */
  stream(range: { readonly start: number; readonly end: number }): Readable
}

/** More or fewer bytes came than were announced. */
export class WrongLength extends Error {}
/** There is no room for it. */
export class DiskFull extends Error {}

const unfinished = '.part'

/** Makes the folder, private to us, and clears away what an earlier life left unfinished. */
export async function openFolder(folder: string): Promise<Storage> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) {
    if (name.endsWith(unfinished)) await rm(join(folder, name), { force: true })
  }
  return {
    async write(id, source, bytes) {
      const path = pathOf(folder, id)
      const temporary = `${path}.${randomUUID()}${unfinished}`
      try {
        await writeWhole(temporary, source, bytes)
        await rename(temporary, path)
        await syncFolder(folder)
      } catch (error) {
        await rm(temporary, { force: true })
        throw isFull(error) ? new DiskFull('there is no room for the file', { cause: error }) : error
      }
    },
    read: (id) => openStored(pathOf(folder, id)),
    remove: (id) => rm(pathOf(folder, id), { force: true }),
  }
}

/** The last line of defence: ids are made by us, and looked up before they come here. */
function pathOf(folder: string, id: string): string {
  if (!/^[\w-]{1,64}$/.test(id)) throw new TypeError('an id is made of letters, digits, - and _')
  return join(folder, id)
}

async function writeWhole(path: string, source: AsyncIterable<Uint8Array>, bytes: number): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  let written = 0
  for await (const chunk of source) {
    written += chunk.byteLength
    if (written > bytes) throw new WrongLength(`more than ${bytes} bytes came`)
    await writeAll(file, chunk)
  }
  if (written < bytes) throw new WrongLength(`${written} of ${bytes} bytes came`)
  await file.sync()
}

/** A disk that is nearly full takes a part. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, chunk: Uint8Array): Promise<void> {
  for (let done = 0; done < chunk.byteLength; ) done += (await file.write(chunk, done)).bytesWritten
}

/** The new name is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  await using directory = await open(folder, 'r')
  await directory.sync()
}

async function openStored(path: string): Promise<StoredFile | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (hasCode(error, ['ENOENT'])) return undefined
    throw error
  })
  if (file === undefined) return undefined
  const { size } = await file.stat()
  let handedOver = false
  return {
    bytes: size,
    stream(range) {
      handedOver = true
      return createReadStream(path, { ...range, fd: file, autoClose: true })
    },
    async [Symbol.asyncDispose]() {
      if (!handedOver) await file.close()
    },
  }
}

/** No space, no quota, or a limit on the size of files. */
function isFull(error: unknown): boolean {
  return hasCode(error, ['ENOSPC', 'EDQUOT', 'EFBIG'])
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
