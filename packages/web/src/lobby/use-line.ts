// The line of a page outside the rooms: it begins and ends with the component, and is tried again by itself.

import type { SignedIn } from '@parley/client'
import { useCallback, useEffect, useEffectEvent, useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import { socketUrl } from '../address.ts'
import { holdLine, type LineState } from './line.ts'

const retryMs = 5_000

/** @param token of whom to be; undefined: a guest @param room before which one stands, if any */
export function useLine(token: string | undefined, room?: string): [LineState, () => void] {
  const account = useAccount()
  const [state, setState] = useState<LineState>({ phase: 'connecting' })
  const [attempt, setAttempt] = useState(0)
  const again = useCallback(() => setAttempt((number) => number + 1), [])
  const renewed = useEffectEvent((signedIn: SignedIn) => account.keep(signedIn))
  const refused = useEffectEvent((now: LineState) => {
    const isSpent = now.phase === 'refused' && now.reason !== 'session.tokenRequired'
    if (isSpent && token !== undefined && account.state()?.token === token) account.lapse()
  })
  // A newer token of the same account is no other person: the session has it already.
  const identity = useIdentity(token)
  const current = useEffectEvent(() => token)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt and each identity is a line of its own
  useEffect(() => {
    const ending = new AbortController()
    const mine = current()
    const options = {
      url: socketUrl(location),
      token: mine,
      room,
      onRenewed: renewed,
      renew: mine !== undefined && mine === account.state()?.token && account.wantsRenewal,
    }
    const show = (now: LineState) => {
      refused(now)
      setState(now)
    }
    void holdLine(options, ending.signal, show)
    return () => ending.abort()
  }, [identity, room, attempt, account])
  const { phase } = state
  useEffect(() => {
    if (phase !== 'unreachable') return
    const timer = setTimeout(again, retryMs)
    return () => clearTimeout(timer)
  }, [phase, again])
  return [state, again]
}

/** What stays the same while an account's tokens follow each other. */
function useIdentity(token: string | undefined): string {
  const account = useAccount().state()
  if (token === undefined) return ''
  return token === account?.token ? account.person : token
}
