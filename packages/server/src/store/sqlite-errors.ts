// What an error of SQLite means for the caller (https://www.sqlite.org/rescode.html).

const busy = 5
const corrupt = [11, 26]
/** Busy, locked, out of memory, read-only, I/O error, corrupt, full, cannot open, not a database. */
const unavailable = [busy, 6, 7, 8, 10, 13, 14, ...corrupt]

/** The primary result code, or undefined when the error is not SQLite's. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}

export function isSqliteBusy(error: unknown): boolean {
  return resultCode(error) === busy
}

/** The file is damaged, or is no database at all. */
export function isSqliteCorrupt(error: unknown): boolean {
  const code = resultCode(error)
  return code !== undefined && corrupt.includes(code)
}

/** The database cannot do its work now, through no fault of the statement. */
export function isSqliteUnavailable(error: unknown): boolean {
  const code = resultCode(error)
  return code !== undefined && unavailable.includes(code)
}
