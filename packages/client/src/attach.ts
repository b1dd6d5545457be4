// Uploads a file: named by a call, then sent by one HTTP PUT.

/// <reference lib="dom" />

import { type Params, Refusal, type Result } from '@parley/protocol'
import type { Attached, AttachOptions } from './api-chat.ts'
import { aborted, ParleyError, toError } from './errors.ts'
import type { Platform, Upload } from './platform.ts'

export interface Attaching {
  readonly room: string
  readonly platform: Platform
  readonly promise: (params: Params<'chat.attach'>) => Promise<Result<'chat.attach'>>
  /** A path of the server as a URL. */
  readonly urlOf: (path: string) => string
}

/** As the protocol takes them; a type may come with parameters. */
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+/
const LONGEST_NAME = 255

export async function attach(
  { room, platform, promise, urlOf }: Attaching,
  file: Blob,
  { name, onProgress, signal }: AttachOptions = {},
): Promise<Attached> {
  const { upload } = platform
  if (!upload) throw new ParleyError('unsupported', 'this platform cannot upload files')
  const mediaType = MEDIA_TYPE.exec(file.type)?.[0] ?? 'application/octet-stream'
  const spec = { name: shortName(name ?? ('name' in file ? String(file.name) : 'file')), mediaType, bytes: file.size }
  const { attachment, upload: path } = await promise({ room, ...spec })
  const status = await put(upload, { url: urlOf(path), body: file, onProgress, signal })
  if (status !== 204) throw explain(status)
  return { id: attachment, ...spec }
}

async function put(upload: (upload: Upload) => Promise<number>, request: Upload): Promise<number> {
  try {
    return await upload(request)
  } catch (thrown) {
    if (request.signal?.aborted) throw aborted(request.signal)
    throw new ParleyError('disconnected', 'the upload was broken off', { cause: toError(thrown) })
  }
}

function explain(status: number): Error {
  if (status === 404 || status === 409) return new Refusal('file.notFound')
  if (status === 429) return new Refusal('session.tooFast', 'files')
  if (status === 503) return new Refusal('store.unavailable')
  const full = status === 507
  return new ParleyError('fault', full ? 'the server has no room for this file' : `the upload was answered ${status}`)
}

/** Without what no name may hold. */
function shortName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const plain = name.replace(/[\u0000-\u001f\u007f/\\]/g, '_').slice(0, LONGEST_NAME)
  return plain === '' ? 'file' : plain
}
