// How Parley looks: a calm sea green, cool neutral greys, the system's own typeface.

import { createTheme, type MantineColorsTuple } from '@mantine/core'

const sea: MantineColorsTuple = [
  '#e7f7f3',
  '#d0efe7',
  '#a3dfd0',
  '#70cdb6',
  '#45bb9f',
  '#229f83',
  '#0d8069',
  '#0b7563',
  '#085d4f',
  '#05443a',
]

/** Replaces Mantine's neutral dark greys by slightly cool ones: 0 is text, 7 the page. */
const dark: MantineColorsTuple = [
  '#e3e9e8',
  '#c3cccb',
  '#94a09f',
  '#6c7877',
  '#3a4445',
  '#2b3436',
  '#1f2628',
  '#14191b',
  '#0e1213',
  '#090c0d',
]

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 6 },
  colors: { sea, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  headings: { fontWeight: '650' },
})
