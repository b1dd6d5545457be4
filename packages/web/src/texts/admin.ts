// The words of the administration: apart from the others, so that only those load them who run a server.

import { language } from '../language.ts'
import { admin as de } from './de/admin.ts'
import { type AdminTexts, admin as en } from './en/admin.ts'

const catalogues: Readonly<Record<typeof language, AdminTexts>> = { en, de }

export const adminTexts = catalogues[language]
