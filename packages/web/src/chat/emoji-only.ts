// Whether a message is nothing but a few emoji, which are then shown large.

/** More of them are a text. */
const mostLarge = 6

const emoji =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f?|[\d#*]\ufe0f?\u20e3|\p{Regional_Indicator}{2}|\p{Emoji_Modifier}|[\u200d\u{e0020}-\u{e007f}])+$/u
/** Single signs of these are text in most fonts: ©, ™, ↔ … */
const plain = /^[\u00a9\u00ae\u2000-\u21ff]$/u

export function isEmojiOnly(text: string): boolean {
  const tight = text.replace(/\s/gu, '')
  // An emoji of many parts, such as a family, has at most this many units.
  if (tight === '' || tight.length > mostLarge * 16 || !emoji.test(tight) || plain.test(tight)) return false
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(tight)].length <= mostLarge
}
