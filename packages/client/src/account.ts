// People with a password on the server: from name and password, or from an invitation, to a token for `connect`.

import type { Encoding, Params, Result } from '@parley/protocol'
import { socketUrl } from './address.ts'
import type { SignedIn } from './api.ts'
import { loadCodec } from './codec.ts'
import { toError } from './errors.ts'
import { type Platform, usualPlatform } from './platform.ts'
import type { Rpc } from './rpc.ts'
import { openSocket } from './socket.ts'

/** How to reach the server for one question. */
export interface ReachOptions {
  /** Default `json`. */
  readonly encoding?: Encoding
  readonly signal?: AbortSignal
  /** Default: the browser. */
  readonly platform?: Platform
}

const OPEN_TIMEOUT_MS = 10_000

/**
 * Trades name and password for a token: `connect(url, {token})`. The session then renews it by itself, see `tokenRenewed`.
 * @throws {Refusal} account.credentialsWrong, session.tooFast
 * @throws {ParleyError} unreachable, timeout, aborted, protocol
 */
export function signIn(
  url: string,
  credentials: Params<'account.signIn'>,
  options: ReachOptions = {},
): Promise<SignedIn> {
  return askOnce(url, options, (rpc) => rpc.call('account.signIn', credentials, options))
}

/**
 * Makes an account by an invitation to the server, which stands in the link after `#invite=`, and signs in.
 * @throws {Refusal} invitation.invalid, account.nameTaken, session.tooFast
 * @throws {ParleyError} unreachable, timeout, aborted, protocol
 */
export function createAccount(
  url: string,
  request: Params<'account.create'>,
  options: ReachOptions = {},
): Promise<SignedIn> {
  return askOnce(url, options, (rpc) => rpc.call('account.create', request, options))
}

/**
 * Sets a new password by what an administrator has offered (`parley.admin.offerReset`), and signs in. It works once.
 * @throws {Refusal} account.resetInvalid
 * @throws {ParleyError} unreachable, timeout, aborted, protocol
 */
export function resetPassword(
  url: string,
  request: Params<'account.resetPassword'>,
  options: ReachOptions = {},
): Promise<SignedIn> {
  return askOnce(url, options, (rpc) => rpc.call('account.resetPassword', request, options))
}

export function readSignedIn({ token, expiresAt, person, name }: Result<'account.signIn'>): SignedIn {
  return { token, expiresAt: new Date(expiresAt), person, name }
}

/** A socket for one question, asked before hello. */
async function askOnce(
  url: string,
  { encoding = 'json', signal, platform = usualPlatform() }: ReachOptions,
  ask: (rpc: Rpc) => Promise<Result<'account.signIn'>>,
): Promise<SignedIn> {
  const answered = Promise.withResolvers<SignedIn>()
  const socket = await openSocket({
    url: socketUrl(url),
    codec: await loadCodec(encoding),
    platform,
    async greet(rpc, opened) {
      await opened
      answered.resolve(readSignedIn(await ask(rpc)))
      return { heartbeatMs: OPEN_TIMEOUT_MS, maxMessageBytes: Number.POSITIVE_INFINITY }
    },
    onNotification: () => {}, // nobody is greeted, so nothing is told
    onRoundTrip: () => {},
    onEnd: () => {}, // the answer is there
    onError: (error) => platform.reportError?.(toError(error)),
    openTimeoutMs: OPEN_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  })
  socket.close()
  return await answered.promise
}
