// The other end of `bench/crew/gauged.ts`: a server process tells, when asked, what its heap holds after a collection.

/** What lives in the heap of a process, in bytes. */
export interface Heap {
  readonly usedBytes: number
  /** Outside of V8's heap: buffers. */
  readonly externalBytes: number
}

/** Says that it listens, and answers each question; ends when the other side goes away. */
export function answerGauge(url: string, close: () => Promise<void>): void {
  const { gc } = globalThis
  if (gc === undefined || process.send === undefined) throw new Error('start it with --expose-gc, by fork()')
  process.on('message', () => {
    // The second one takes what finalizers of the first have let go.
    gc()
    gc()
    const { heapUsed, external } = process.memoryUsage()
    process.send?.({ usedBytes: heapUsed, externalBytes: external } satisfies Heap)
  })
  process.on('disconnect', () => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
  process.send({ url })
}
