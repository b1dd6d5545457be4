// The whole wire in two tables: every method that can be called, every notification that can arrive.

import { Type } from 'typebox'
import { accountMethods } from './account.ts'
import { adminMethods } from './admin.ts'
import { chatKeepingMethods, chatKeepingNotifications, chatMethods, chatNotifications } from './chat.ts'
import { type Method, method, type ParamsOf, type ResultOf } from './declare.ts'
import { demandNotifications, mediaMethods, mediaNotifications, restartMethods } from './media.ts'
import { moderationMethods, moderationNotifications } from './moderation.ts'
import { dataChannelMethods, presenceMethods, presenceNotifications } from './presence.ts'
import { lobbyNotifications, presenceFacts, roomMethods, roomNotifications } from './room.ts'
import { resumeMethods, sessionMethods, sessionNotifications } from './session.ts'
import { settingsMethods, settingsNotifications } from './settings.ts'
import { trackMethods, trackNotifications } from './track.ts'

const rpcMethods = {
  'rpc.discover': method({
    summary: 'Describes every method and notification of this server as an OpenRPC document.',
    permission: 'session',
    params: {},
    result: Type.Object({ openrpc: Type.String() }),
  }),
}

export const methods = {
  ...rpcMethods,
  ...sessionMethods,
  ...resumeMethods,
  ...accountMethods,
  ...roomMethods,
  ...settingsMethods,
  ...moderationMethods,
  ...presenceMethods,
  ...mediaMethods,
  ...restartMethods,
  ...dataChannelMethods,
  ...trackMethods,
  ...chatMethods,
  ...chatKeepingMethods,
  ...adminMethods,
} as const satisfies Record<string, Method>

export const notifications = {
  ...sessionNotifications,
  ...roomNotifications,
  ...lobbyNotifications,
  ...presenceFacts,
  ...moderationNotifications,
  ...settingsNotifications,
  ...presenceNotifications,
  ...mediaNotifications,
  ...demandNotifications,
  ...trackNotifications,
  ...chatNotifications,
  ...chatKeepingNotifications,
} as const

export type MethodName = keyof typeof methods
export type Params<M extends MethodName> = ParamsOf<(typeof methods)[M]>
export type Result<M extends MethodName> = ResultOf<(typeof methods)[M]>

/** Methods that get an answer, and those that do not. */
export type CallName = { [M in MethodName]: (typeof methods)[M]['result'] extends null ? never : M }[MethodName]
export type SignalName = Exclude<MethodName, CallName>

export type NotificationName = keyof typeof notifications
export type NotificationParams<N extends NotificationName> = ParamsOf<(typeof notifications)[N]>
export type FactName = {
  [N in NotificationName]: (typeof notifications)[N]['class'] extends 'fact' ? N : never
}[NotificationName]

/** One notification as it travels; the union discriminates by `method`. */
export type AnyNotification = {
  [N in NotificationName]: { method: N; params: NotificationParams<N> }
}[NotificationName]
export type AnyFact = Extract<AnyNotification, { method: FactName }>
