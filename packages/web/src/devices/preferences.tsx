// What this browser prefers beside camera and microphone: where the others are heard, and how one sees oneself.

import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { recall, remember } from '../remembered.ts'

export interface Preferences {
  /** Id of an output, '' for the system's own. */
  readonly speaker: string
  /** Whether one sees oneself as in a mirror; the others never do. */
  readonly mirrored: boolean
  chooseSpeaker(deviceId: string): void
  mirror(mirrored: boolean): void
}

const PreferencesContext = createContext<Preferences>({
  speaker: '',
  mirrored: true,
  chooseSpeaker() {},
  mirror() {},
})

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [speaker, setSpeaker] = useState(() => recall('speaker'))
  const [mirrored, setMirrored] = useState(() => recall('mirrored') !== 'off')
  const preferences = useMemo(
    () => ({
      speaker,
      mirrored,
      chooseSpeaker(deviceId: string) {
        setSpeaker(deviceId)
        remember('speaker', deviceId)
      },
      mirror(wanted: boolean) {
        setMirrored(wanted)
        remember('mirrored', wanted ? 'on' : 'off')
      },
    }),
    [speaker, mirrored],
  )
  return <PreferencesContext value={preferences}>{children}</PreferencesContext>
}

export function usePreferences(): Preferences {
  return use(PreferencesContext)
}
