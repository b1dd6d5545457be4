// Amounts as people write them: `3 %`, `50 ms`, `300 kbit/s`, `20 kB`; and as plain numbers.

/** As in a file (a number, or words) or on a command line (words). */
export type Amount = number | string

type Units = ReadonlyMap<string, number>

const shares: Units = new Map([
  ['', 1],
  ['%', 0.01],
])
const times: Units = new Map([
  ['', 1],
  ['ms', 1],
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
])
const rates: Units = new Map([
  ['', 1],
  ['bit', 1],
  ['kbit', 1_000],
  ['Mbit', 1_000_000],
  ['Gbit', 1_000_000_000],
])
const sizes: Units = new Map([
  ['', 1],
  ['B', 1],
  ['kB', 1_000],
  ['MB', 1_000_000],
])

/** `3 %`, `0.03`: 0.03. @throws {RangeError} */
export const readShare = (amount: Amount): number => read(amount, shares, 'a share, such as 3 % or 0.03')
/** In ms: `50 ms`, `2 s`, `50`. @throws {RangeError} */
export const readMs = (amount: Amount): number => read(amount, times, 'a time, such as 50 ms or 2 s')
/** In bits per second: `300 kbit/s`, `2 Mbit`. @throws {RangeError} */
export const readBps = (amount: Amount): number =>
  read(typeof amount === 'string' ? amount.replace(/\/s$/, '') : amount, rates, 'a bit rate, such as 300 kbit/s')
/** In bytes: `20 kB`. @throws {RangeError} */
export const readBytes = (amount: Amount): number => read(amount, sizes, 'a size, such as 20 kB')

function read(amount: Amount, units: Units, wanted: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z%]*)$/i.exec(String(amount).trim()) ?? []
  const factor = units.get(unit)
  if (digits === undefined || factor === undefined) throw new RangeError(`“${amount}” is not ${wanted}`)
  return Number(digits) * factor
}
