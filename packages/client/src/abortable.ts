// Lets a caller stop waiting for something that cannot itself be stopped.

import { aborted } from './errors.ts'

/** Settles as `promise` does, or rejects with ParleyError `aborted` as soon as the signal says so. */
export async function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise
  const stop = Promise.withResolvers<never>()
  const onAbort = () => stop.reject(aborted(signal))
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([promise, stop.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
