// Keeps the direction of one text from turning round the words beside it (Unicode Bidirectional Algorithm, UAX #9).

const firstStrongIsolate = '\u2068'
const popDirectionalIsolate = '\u2069'
/** Arabic, Hebrew and their neighbours, and the characters that override directions. */
const turns =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** For texts inside sentences where no `<bdi>` can stand: labels, titles, announcements. Most names come back as they are. */
export function isolate(text: string): string {
  if (!turns.test(text)) return text
  return firstStrongIsolate + text + popDirectionalIsolate
}
