// A moment as people write it here: the day and the time.

import { locale } from '../language.ts'

const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

export function dayAndTime(date: Date): string {
  return format.format(date)
}
