// Who one is without a picture: initials on a colour of one's own.

import classes from './avatar.module.css'

/** Degrees on the colour wheel, far enough apart to be told from each other. */
const hues = [172, 206, 232, 266, 318, 348, 20, 96]

interface Props {
  name: string
  /** CSS pixels across. */
  size: number
}

export function Avatar({ name, size }: Props) {
  const style = { width: size, height: size, fontSize: size * 0.38, '--hue': hueOf(name) }
  return (
    <div className={classes['avatar']} style={style} aria-hidden="true">
      {initialsOf(name)}
    </div>
  )
}

/** The first letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstLetter(words[0])
  const last = words.length > 1 ? firstLetter(words.at(-1)) : ''
  return (first + last).toLocaleUpperCase()
}

function firstLetter(word = ''): string {
  return [...new Intl.Segmenter().segment(word)][0]?.segment ?? ''
}

function hueOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return hues[sum % hues.length] ?? 0
}
