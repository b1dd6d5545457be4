// The files that wait to be sent with the next message: uploaded as soon as they are chosen, a few at a time.

import type { Attached, AttachOptions } from '@parley/client'

/** As many as a message takes. */
export const mostFiles = 10
const mostAtOnce = 3

export interface TrayFile {
  readonly key: number
  readonly file: File
  /** Of a picture: what an `<img>` shows. */
  readonly preview: string | undefined
  readonly sentBytes: number
  readonly state: 'queued' | 'uploading' | 'ready' | 'failed'
  /** Once it is ready. */
  readonly attached: Attached | undefined
  /** Why it failed. */
  readonly error: unknown
}

export interface TrayOptions {
  attach(file: File, options: AttachOptions): Promise<Attached>
  /** Undefined where it is no picture. */
  preview(file: File): string | undefined
  /** A preview is not shown any more. */
  release(preview: string): void
}

export class Tray {
  readonly #options: TrayOptions
  readonly #listeners = new Set<() => void>()
  readonly #uploads = new Map<number, AbortController>()
  #files: readonly TrayFile[] = []
  #lastKey = 0

  constructor(options: TrayOptions) {
    this.#options = options
  }

  readonly files = (): readonly TrayFile[] => this.#files

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Returns how many had no place. */
  add(files: readonly File[]): number {
    const free = Math.max(0, mostFiles - this.#files.length)
    const added = files.slice(0, free).map((file): TrayFile => {
      this.#lastKey += 1
      const preview = this.#options.preview(file)
      const empty = { sentBytes: 0, attached: undefined, error: undefined }
      return { key: this.#lastKey, file, preview, state: 'queued', ...empty }
    })
    this.#show([...this.#files, ...added])
    this.#goOn()
    return files.length - added.length
  }

  /** Its upload is broken off, if it is under way. */
  remove(key: number): void {
    this.#uploads.get(key)?.abort()
    for (const { preview } of this.#files.filter((file) => file.key === key)) this.#release(preview)
    this.#show(this.#files.filter((file) => file.key !== key))
  }

  again(key: number): void {
    this.#change(key, { state: 'queued', sentBytes: 0, error: undefined })
    this.#goOn()
  }

  /** The files that are ready; they leave the tray. */
  take(): readonly Attached[] {
    const taken = this.#files.filter(({ state }) => state === 'ready')
    for (const { preview } of taken) this.#release(preview)
    this.#show(this.#files.filter((file) => !taken.includes(file)))
    return taken.flatMap(({ attached }) => attached ?? [])
  }

  /** Nothing is kept, nothing goes on. */
  clear(): void {
    for (const { key } of this.#files) this.remove(key)
  }

  #goOn(): void {
    for (const next of this.#files.filter(({ state }) => state === 'queued')) {
      if (this.#uploads.size >= mostAtOnce) return
      void this.#upload(next)
    }
  }

  async #upload({ key, file }: TrayFile): Promise<void> {
    const ending = new AbortController()
    this.#uploads.set(key, ending)
    this.#change(key, { state: 'uploading' })
    const onProgress = (sentBytes: number) => this.#change(key, { sentBytes })
    try {
      const attached = await this.#options.attach(file, { onProgress, signal: ending.signal })
      this.#change(key, { state: 'ready', attached })
    } catch (error) {
      this.#change(key, { state: 'failed', error }) // in words at the file; one that was removed is not there any more
    } finally {
      this.#uploads.delete(key)
      this.#goOn()
    }
  }

  #change(key: number, change: Partial<TrayFile>): void {
    this.#show(this.#files.map((file) => (file.key === key ? { ...file, ...change } : file)))
  }

  #show(files: readonly TrayFile[]): void {
    this.#files = files
    for (const listener of this.#listeners) listener()
  }

  #release(preview: string | undefined): void {
    if (preview !== undefined) this.#options.release(preview)
  }
}
