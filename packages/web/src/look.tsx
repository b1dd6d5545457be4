// Puts the theme around the app. The scheme follows the system; `<meta name="color-scheme">` paints the page right until
// this runs, which takes the place of Mantine's inline script that our content security policy forbids.

import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { theme } from './theme.ts'

export function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  )
}
