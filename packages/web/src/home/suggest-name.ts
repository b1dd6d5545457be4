// A name for a room that nobody has to think of: speakable in most languages, and too rare to be guessed (about 37 bits).

const consonants = 'bdfgklmnprstvz'
const vowels = 'aeiou'

/** @param random bytes, at least 12 @returns such as `kamo-lire-betu` */
export function suggestName(random: Uint8Array): string {
  const letters = [...random.subarray(0, 12)].map((byte, at) => {
    const from = at % 2 === 0 ? consonants : vowels
    return from.charAt(byte % from.length)
  })
  return [0, 4, 8].map((at) => letters.slice(at, at + 4).join('')).join('-')
}
