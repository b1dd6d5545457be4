// What an app sees of how a room is set and kept in order: joining, settings, the lobby, moderation, hands and reactions.

import type { Ban, NotificationParams, Role, RoomInfo, RoomSettings, TrackSource, Waiting } from '@parley/protocol'
import type { Participant } from './api.ts'

/** How to enter a room. */
export interface JoinOptions {
  /** The name that others see; only guests choose it. */
  readonly name?: string
  readonly password?: string
  /** We stand in the lobby: somebody must let us in. */
  readonly onWaiting?: () => void
  /** Aborting leaves the lobby too. */
  readonly signal?: AbortSignal
}

/** What a new room shall be. */
export interface RoomChange {
  readonly settings?: Partial<RoomSettings>
  readonly password?: string
}

/** What moderators and owners may do; everybody else is refused with session.forbidden. */
export interface RoomModeration {
  /** What is not named stays; `password: null` takes it away. */
  update(change: { readonly settings?: Partial<RoomSettings>; readonly password?: string | null }): Promise<RoomInfo>
  /** Ends the room for good, with all that was said in it. Owners only. */
  delete(): Promise<void>
  /** Lets people in who wait in the lobby. */
  admit(waiting: readonly Waiting[]): Promise<void>
  /** Turns people away who wait in the lobby. */
  deny(waiting: readonly Waiting[]): Promise<void>
  /** They may unmute themselves. Default: microphones. */
  mute(participants: readonly (Participant | string)[], sources?: readonly TrackSource[]): Promise<void>
  /** What somebody may publish from now on, within their token. */
  setPublish(participant: Participant | string, sources: readonly TrackSource[]): Promise<void>
  /** Puts somebody out, who may come again. */
  remove(participant: Participant | string): Promise<void>
  /** Takes somebody's raised hand down. */
  lowerHand(participant: Participant | string): Promise<void>
  /** Puts a person out in all sessions, and keeps them out. `address`: everybody from there too. Default: for good. */
  ban(
    participant: Participant | string,
    options?: { readonly address?: boolean; readonly seconds?: number; readonly reason?: string },
  ): Promise<Ban>
  /** Newest first. */
  bans(): Promise<readonly Ban[]>
  /** Ends a ban. */
  lift(ban: Ban | string): Promise<void>
  /** Everybody who is more than a guest here, whether inside or not. */
  roles(): Promise<readonly { readonly person: string; readonly name: string; readonly role: Role }[]>
  /** `guest` takes the role away. @throws {Refusal} room.lastOwner, session.forbidden */
  setRole(person: string, role: Role): Promise<void>
}

/** mute, setPublish, lowerHand, setRole, remove or ban. */
export type ModerationAct = NotificationParams<'participant.moderated'>['act']

/** What somebody who keeps order did to the own session. */
export interface Moderated {
  readonly act: ModerationAct
  /** The person who did it, who may not be in the room. */
  readonly by: string
  readonly name: string
  /** `mute`: what was silenced; `setPublish`: what may be published now. */
  readonly sources?: readonly TrackSource[]
  /** Of `setRole`. */
  readonly role?: Role
  /** Of `ban`, where one was given. */
  readonly reason?: string
  /** Of `ban`; undefined: for good. */
  readonly endsAt?: Date
}

/** What a room tells of its settings and who keeps order. */
export interface OrderEvents {
  /** Title, topic or other settings, or whether it has a password. */
  infoChanged: { readonly info: RoomInfo }
  /** For moderators: who waits in the lobby. */
  waitingChanged: { readonly waiting: readonly Waiting[] }
  /** We were put back into the lobby while joining again: somebody must let us in. */
  waiting: Readonly<Record<string, never>>
  /** Somebody has muted us, given or taken a right or a role, or put us out: `left` then follows. */
  moderated: Moderated
  reaction: { readonly participant: Participant; readonly reaction: string }
}

/** Of a room that this session is in. */
export interface RoomOrder {
  /** Its settings; `participantCount` and `role` are those of the moment of joining: see `participantCount`, `self.role`. */
  readonly info: RoomInfo
  /** For moderators: who waits in the lobby. */
  readonly waiting: readonly Waiting[]
  readonly moderation: RoomModeration
  /** Raises the own hand, or takes it down; `self.handRaisedAt` says since when. */
  raiseHand(raised?: boolean): Promise<void>
  /** Shows a reaction to all, the own session too; some may be lost. One emoji, or a word that the app knows. */
  react(reaction: string): void
}
