// How a method or a notification is declared: as data, from which handlers' types, validation, docs and clients follow.

import { type Static, type TProperties, type TSchema, Type } from 'typebox'
import { Epoch, RoomName, Seq } from './fields.ts'

/**
 * What a caller must be allowed to do. `open`: nothing, not even hello; `session`: to have said hello;
 * `create`: to be allowed to found rooms; `admin`: to run this server. The others are permissions of the caller in the room
 * that `params.room` names: `join`: its grants let it in; `member`, `publish`, `subscribe`, `chat`, `data`: it is there, and
 * may; `moderate`: it is a moderator or owner of it, there or not; `own`: it is an owner of it, there or not.
 */
export type Permission =
  | 'open'
  | 'session'
  | 'create'
  | 'admin'
  | 'join'
  | 'member'
  | 'publish'
  | 'subscribe'
  | 'chat'
  | 'data'
  | 'moderate'
  | 'own'

/** A call of a client. With `result: null` it is meant as a JSON-RPC notification: sent without an id, it gets no answer. */
export interface Method<P extends TSchema = TSchema, R extends TSchema | null = TSchema | null> {
  readonly summary: string
  readonly permission: Permission
  readonly params: P
  readonly result: R
}

/**
 * A fact the server tells. `fact`: of a room, ordered by epoch and seq, the same bytes for all; `own`: belongs to one
 * session; `passing`: no order, may be coalesced or dropped.
 */
export interface Notification<C extends NotificationClass = NotificationClass, P extends TSchema = TSchema> {
  readonly class: C
  readonly summary: string
  readonly params: P
}
export type NotificationClass = 'fact' | 'own' | 'passing'

export function method<P extends TProperties, R extends TSchema | null>(spec: {
  summary: string
  permission: Permission
  params: P
  result: R
}) {
  return { ...spec, params: Type.Object(spec.params) }
}

/** A fact of a room; every fact carries the room's name, epoch and sequence number. */
export function fact<P extends TProperties>(summary: string, properties: P) {
  const params = Type.Object({ room: RoomName, epoch: Epoch, seq: Seq, ...properties })
  return { class: 'fact', summary, params } as const
}

export function own<P extends TProperties>(summary: string, properties: P) {
  return { class: 'own', summary, params: Type.Object(properties) } as const
}

export function passing<P extends TProperties>(summary: string, properties: P) {
  return { class: 'passing', summary, params: Type.Object(properties) } as const
}

export type ParamsOf<D extends { params: TSchema }> = Static<D['params']>
export type ResultOf<D extends { result: TSchema | null }> = D['result'] extends TSchema
  ? Static<D['result']>
  : undefined
