// Every word a person can read or hear from the web app, in the language of this page.

import { language } from './language.ts'
import { de } from './texts/de.ts'
import { en, type Texts } from './texts/en.ts'

const catalogues: Readonly<Record<typeof language, Texts>> = { en, de }

export const texts = catalogues[language]
