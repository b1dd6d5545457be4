// The connection of somebody who is in no room: opened in the background, given up as soon as one goes into a room.

import type { Parley, Refusal, SignedIn } from '@parley/client'
import { problemOfName } from '../names.ts'
import { recall, recallGuest, rememberGuest } from '../remembered.ts'

export type LineState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'open'; readonly parley: Parley }
  /** It stood, and is being made again; what was read may be old. */
  | { readonly phase: 'interrupted'; readonly parley: Parley }
  | { readonly phase: 'unreachable' }
  /** The server would not have us: without a token, or with this one. */
  | { readonly phase: 'refused'; readonly reason: Refusal['reason'] | undefined }

export interface LineOptions {
  readonly url: string
  readonly token: string | undefined
  /** A room that one stands before: a cluster answers where it is held. */
  readonly room: string | undefined
  /** The account has a newer token. */
  readonly onRenewed: (signedIn: SignedIn) => void
  /** The account's token is old enough to be renewed on the way. */
  readonly renew: boolean
}

/** Tells `show` how it stands, until `signal` ends it. Never throws. Nothing is shown any more after the end. */
export async function holdLine(
  options: LineOptions,
  signal: AbortSignal,
  show: (state: LineState) => void,
): Promise<void> {
  const tell = (state: LineState) => {
    if (!signal.aborted) show(state)
  }
  tell({ phase: 'connecting' })
  try {
    // Loaded after the first paint, which needs none of it.
    const { connect } = await import('@parley/client')
    const { url, token, room } = options
    const guest = token === undefined ? recallGuest(url) : undefined
    // Rooms that are created from here remember whose they are.
    const name = recall('name')
    const parley = await connect(url, {
      signal,
      ...(problemOfName(name) === null && { name }),
      ...(token !== undefined && { token }),
      ...(guest !== undefined && { guest }),
      ...(room !== undefined && { room }),
    })
    if (parley.guest !== undefined) rememberGuest(url, parley.guest)
    await stay(parley, options, signal, tell)
  } catch (error) {
    tell(await stateOfError(error))
  }
}

async function stay(
  parley: Parley,
  { onRenewed, renew }: LineOptions,
  signal: AbortSignal,
  tell: (state: LineState) => void,
): Promise<void> {
  const ended = Promise.withResolvers<void>()
  const end = () => ended.resolve()
  signal.addEventListener('abort', end, { once: true })
  parley.on('tokenRenewed', onRenewed, { signal })
  parley.on(
    'stateChanged',
    ({ state, cause }) => {
      if (state === 'connected') tell({ phase: 'open', parley })
      if (state === 'reconnecting') tell({ phase: 'interrupted', parley })
      if (state !== 'closed') return
      tell(cause?.refusal ? { phase: 'refused', reason: cause.refusal.reason } : { phase: 'unreachable' })
      end()
    },
    { signal },
  )
  tell({ phase: 'open', parley })
  // It works with the old one until then.
  if (renew) parley.renewAccount().catch(() => undefined)
  if (signal.aborted) end()
  await ended.promise
  await parley.close()
}

async function stateOfError(error: unknown): Promise<LineState> {
  try {
    const { Refusal } = await import('@parley/client')
    if (error instanceof Refusal && error.retry !== 'later') return { phase: 'refused', reason: error.reason }
  } catch {
    // Not even the code could be loaded: the server is not there.
  }
  return { phase: 'unreachable' }
}
