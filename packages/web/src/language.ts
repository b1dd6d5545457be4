// Which language the app speaks: the one that was chosen here, or the first of the browser's that we know.

import { recall, remember } from './remembered.ts'

/** As they call themselves. */
export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

function isLanguage(name: string): name is Language {
  return Object.hasOwn(languages, name)
}

/** @param preferred language tags (RFC 5646), best first; the part before the first `-` decides */
export function chooseLanguage(chosen: string, preferred: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return preferred.map((tag) => tag.split('-', 1)[0] ?? '').find(isLanguage) ?? 'en'
}

/** Holds from the next load of the page on. */
export function rememberLanguage(language: Language): void {
  remember('language', language)
}

/** For dates and numbers: as they are written where the browser is, if that is in this language. */
export function chooseLocale(of: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.split('-', 1)[0] === of) ?? of
}

/** Of this page, from its first to its last moment: words are constants. */
export const language = chooseLanguage(recall('language'), navigator.languages)
export const locale = chooseLocale(language, navigator.languages)
