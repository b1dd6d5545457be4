// Copies the invite link, and says so.

import { useEffect, useState } from 'react'
import { inviteLink } from '../address.ts'

const showCopiedMs = 3_000

type InviteState = 'idle' | 'copied' | 'byHand'

/** `byHand`: the browser lets no page copy (no https); the person is shown the link instead. */
export function useInvite(room: string): { link: string; state: InviteState; copy(): Promise<boolean>; close(): void } {
  const [state, setState] = useState<InviteState>('idle')
  const link = inviteLink(location, room)
  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('idle'), showCopiedMs)
    return () => clearTimeout(timer)
  }, [state])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link)
      setState('copied')
      return true
    } catch {
      setState('byHand') // refused, or no clipboard on pages without https
      return false
    }
  }
  return { link, state, copy, close: () => setState('idle') }
}
