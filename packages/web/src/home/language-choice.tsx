// In which language the app speaks. Words are constants of the page, so another language loads it anew.

import { NativeSelect } from '@mantine/core'
import { language, languages, rememberLanguage } from '../language.ts'
import { texts } from '../texts.ts'

export function LanguageChoice() {
  const choose = (chosen: string) => {
    const known = (['en', 'de'] as const).find((one) => one === chosen)
    if (known === undefined || known === language) return
    rememberLanguage(known)
    location.reload()
  }
  return (
    <NativeSelect
      aria-label={texts.home.language}
      w={112}
      value={language}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {Object.entries(languages).map(([tag, itself]) => (
        <option key={tag} value={tag} lang={tag}>
          {itself}
        </option>
      ))}
    </NativeSelect>
  )
}
