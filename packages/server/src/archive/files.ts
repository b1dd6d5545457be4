// The files that people send: promised, uploaded, sent with a message, read by whoever has the address, and in the end removed.

import { Refusal } from '@parley/protocol'
import type { Log } from '../log/log.ts'
import type { FileRow, Store } from '../store/store.ts'
import { type FileKeys, fileKeys } from './file-keys.ts'
import { DiskFull, type Storage, type StoredFile, WrongLength } from './storage.ts'

export interface FilesOptions {
  readonly storage: Storage
  readonly store: Pick<Store, 'files'>
  /** Signs the addresses; kept in the store so that they outlive a restart. */
  readonly secret: string
  /** Of one file; 0: none is taken. */
  readonly maxBytes: number
  /** Of all files of a room together, and of all rooms. */
  readonly roomBytes: number
  readonly totalBytes: number
  readonly log: Log
  readonly now: () => number
  readonly newId: () => string
}

export interface Offer {
  readonly room: string
  /** Id of the person who sends it. */
  readonly person: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
}

/** What became of an upload. */
export type Received = 'stored' | 'notFound' | 'again' | 'wrongLength' | 'diskFull'

export interface Files extends AsyncDisposable {
  /** Refusals: file.refused, file.tooLarge, session.quota, room.closed. */
  promise(offer: Offer): Promise<{ attachment: string; upload: string; expiresAt: string }>
  /** Reads `source` only where such an upload is expected. Throws what `source` throws. */
  receive(upload: Upload): Promise<Received>
  /** Undefined: there is none, or this is not its key. */
  read(id: string, key: string): Promise<{ file: FileRow; content: StoredFile } | undefined>
  urlOf(id: string): string
  /** Some are nobody's any more: their bytes go, in the background. */
  collect(): void
}

export interface Upload {
  readonly id: string
  readonly key: string
  /** As announced; undefined: not announced. */
  readonly bytes: number | undefined
  readonly source: AsyncIterable<Uint8Array>
}

/** An upload may begin for so long. */
const uploadWithinMs = 10 * 60_000
/** What is in no message by then is removed. */
const sendWithinMs = 60 * 60_000
/** Of what a room and the server take, so much may be promised and not come: whoever only promises leaves the others their place. */
const promisedShare = { room: 0.25, total: 0.05 }
/** Files of one person in all rooms that were promised and have not come. */
const mostPromised = 20
const collectEveryMs = 5 * 60_000
/** Files of one person in one room that wait to be sent: as many as a message takes. */
const mostWaiting = 10
const collectedAtOnce = 100

export function openFiles(options: FilesOptions): Files {
  return new OpenFiles(options)
}

class OpenFiles implements Files {
  readonly #options: FilesOptions
  readonly #keys: FileKeys
  /** Ids whose upload is under way. */
  readonly #arriving = new Set<string>()
  readonly #timer: NodeJS.Timeout
  #collecting: Promise<void> | undefined
  #collectAgain = false
  #closed = false

  constructor(options: FilesOptions) {
    this.#options = options
    this.#keys = fileKeys(options.secret)
    this.#timer = setInterval(() => this.collect(), collectEveryMs)
    this.collect()
  }

  async promise({ room, person, name, mediaType, bytes }: Offer) {
    const { maxBytes, roomBytes, totalBytes, store, now, newId } = this.#options
    if (maxBytes === 0) throw new Refusal('file.refused')
    if (bytes > maxBytes) throw new Refusal('file.tooLarge', `${maxBytes} bytes at most`)
    const id = newId()
    const file = { id, room, person, name: shownName(name), mediaType, bytes, expiresAt: now() + sendWithinMs }
    // At least one file of each size that is taken.
    const promised = {
      roomBytes: Math.max(maxBytes, roomBytes * promisedShare.room),
      totalBytes: Math.max(maxBytes, totalBytes * promisedShare.total),
      files: mostPromised,
    }
    const promisedForMs = uploadWithinMs
    await store.files.promise(file, { roomBytes, totalBytes, waiting: mostWaiting, promised, promisedForMs })
    const untilMs = now() + uploadWithinMs
    const upload = `/files/${id}?key=${this.#keys.uploadKey(id, untilMs)}`
    return { attachment: id, upload, expiresAt: new Date(untilMs).toISOString() }
  }

  async receive(upload: Upload): Promise<Received> {
    const { id, key } = upload
    if (!this.#keys.mayUpload(id, key, this.#options.now())) return 'notFound'
    if (this.#arriving.has(id)) return 'again'
    this.#arriving.add(id)
    try {
      return await this.#take(upload)
    } catch (error) {
      if (error instanceof WrongLength) return 'wrongLength'
      if (!(error instanceof DiskFull)) throw error
      this.#options.log.error('a file could not be stored: there is no room', { file: id, error })
      return 'diskFull'
    } finally {
      this.#arriving.delete(id)
    }
  }

  async read(id: string, key: string): Promise<{ file: FileRow; content: StoredFile } | undefined> {
    if (!this.#keys.mayRead(id, key)) return undefined
    const file = await this.#options.store.files.find(id)
    if (file?.state !== 'sent') return undefined
    const content = await this.#options.storage.read(id)
    if (content !== undefined) return { file, content }
    this.#options.log.warn('a file is in a message and not in the folder', { file: id })
    return undefined
  }

  urlOf(id: string): string {
    return `/files/${id}?key=${this.#keys.readKey(id)}`
  }

  collect(): void {
    if (this.#closed) return
    this.#collectAgain = true
    this.#collecting ??= this.#collect().finally(() => {
      this.#collecting = undefined
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.#collecting
  }

  async #take({ id, bytes, source }: Upload): Promise<Received> {
    const { store, storage, now } = this.#options
    const row = await store.files.find(id)
    if (row === undefined || row.state === 'removed') return 'notFound'
    if (row.state !== 'promised') return 'again'
    if (bytes !== undefined && bytes !== row.bytes) return 'wrongLength'
    await storage.write(id, source, row.bytes)
    if (await store.files.uploaded(id, now() + sendWithinMs)) return 'stored'
    // It took so long that nobody waits for it any more.
    await storage.remove(id)
    return 'notFound'
  }

  /** Never rejects: what fails is tried again the next time. */
  async #collect(): Promise<void> {
    const { store, storage, log } = this.#options
    try {
      while (this.#collectAgain && !this.#closed) {
        this.#collectAgain = false
        const ids = await store.files.takeExpired(collectedAtOnce)
        for (const id of ids) await storage.remove(id)
        await store.files.forget(ids)
        if (ids.length > 0) log.info('files removed', { count: ids.length })
        this.#collectAgain ||= ids.length === collectedAtOnce
      }
    } catch (error) {
      log.warn('files that are nobody’s could not be removed; it is tried again', { error })
    }
  }
}

/** Without what turns the direction of writing (`\u202egpj.exe` reads exe.jpg) or is half a character. */
function shownName(name: string): string {
  const plain = name.toWellFormed().replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '')
  return plain.trim() === '' ? 'file' : plain
}
