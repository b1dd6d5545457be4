// One room has one name, however a keyboard or a link spells it.

/**
 * Without spaces at its ends, and composed (Unicode Normalization Form C, UAX #15): macOS and some keyboards write “é” as two
 * characters, and rooms are compared as they are.
 */
export function normalRoom(name: string): string {
  return name.normalize('NFC').trim()
}
