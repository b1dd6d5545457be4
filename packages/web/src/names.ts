// Which names a room and a person may have: the server's own rules, told while one still types.

export type NameProblem = 'empty' | 'tooLong' | 'unusable'

const longestRoom = 128
const longestName = 64
/** `RoomName` of protocol/fields.ts, whose schema would bring its library along; and the C1 controls, which nobody types. */
const roomRefuses = /^\.{1,2}$|\p{Cc}/u
/** `DisplayName` of protocol/fields.ts. */
const nameRefuses = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const invisible = /^[\s\u200b-\u200f\u2060\ufeff]*$/

/** @param name without spaces at its ends; null: it can be used */
export function problemOfRoom(name: string): NameProblem | null {
  if (name === '') return 'empty'
  if (roomRefuses.test(name)) return 'unusable'
  return name.length > longestRoom ? 'tooLong' : null
}

/** @param name without spaces at its ends; null: others can see it */
export function problemOfName(name: string): NameProblem | null {
  if (name === '') return 'empty'
  if (nameRefuses.test(name) || invisible.test(name)) return 'unusable'
  return name.length > longestName ? 'tooLong' : null
}
