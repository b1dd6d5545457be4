// Numbers as a person reads them.

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

export function percent(share: number): string {
  const value = share * 100
  // 199 of 200 are not all.
  if (value > 99 && value < 100) return `${(Math.floor(value * 10) / 10).toFixed(1)} %`
  return `${value >= 10 ? Math.round(value) : value >= 1 || value === 0 ? value.toFixed(value === 0 ? 0 : 1) : value.toPrecision(2)} %`
}

export function ms(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(1)
}

export function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} GB`
  return value >= 1e6 ? `${(value / 1e6).toFixed(value >= 1e8 ? 0 : 1)} MB` : `${Math.round(value / 1e3)} kB`
}

/** The first column left, the others right, two spaces between. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
