// Nothing is left running when a benchmark ends before its time.

const codes = { SIGINT: 130, SIGTERM: 143 } as const

/** The benchmark was asked to end: it does so at once, and `exit` takes along what it started. */
export function endWhenAsked(): void {
  for (const [signal, code] of Object.entries(codes)) process.once(signal, () => process.exit(code))
}

/** This process ends with the benchmark, however that ends; the function that it returns takes this back. */
export function endWithUs(pid: number): () => void {
  const end = () => {
    try {
      process.kill(pid, 'SIGTERM')
    } catch {
      // It has ended already.
    }
  }
  process.once('exit', end)
  return () => process.removeListener('exit', end)
}
