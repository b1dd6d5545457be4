// The small fields that many messages share, with their bounds.

import { type Static, Type } from 'typebox'

/** 1–128 characters, no control characters, no space at its ends, not `.` or `..`; compared as they are. */
export const RoomName = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^(?!\\.{1,2}$)[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$',
  description: 'The name of a room',
})
/** What others see of a person: 1–64 characters, something visible among them, none that control the terminal or the text around. */
export const DisplayName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern:
    '^(?=.*[^\\s\\u200b-\\u200f\\u2060\\ufeff])[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+$',
  description: 'The name that others see',
})
export const Id = Type.String({ minLength: 1, maxLength: 64, description: 'An identifier made by the server' })
export const Epoch = Type.Integer({ minimum: 0, description: 'Rises each time the room opens anew on some node' })
export const Seq = Type.Integer({ minimum: 0, description: 'Number of the last fact; restarts with each epoch' })
export const Timestamp = Type.String({ maxLength: 40, description: 'ISO 8601, UTC' })
/** Lines and tabs are text, other control characters are not. */
export const ChatText = Type.String({
  minLength: 1,
  maxLength: 4096,
  pattern: '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]+$',
  description: 'Plain text, never HTML',
})

/** What a track carries. */
export const TrackKind = Type.Union([Type.Literal('audio'), Type.Literal('video')])
export type TrackKind = Static<typeof TrackKind>

/** Where a track comes from. */
export const TrackSource = Type.Union([
  Type.Literal('camera'),
  Type.Literal('microphone'),
  Type.Literal('screen'),
  Type.Literal('screenAudio'),
])
export type TrackSource = Static<typeof TrackSource>

/** `sender-frames`: frames are encrypted end to end by their sender, and the server cannot read them. */
export const TrackEncryption = Type.Union([Type.Literal('none'), Type.Literal('sender-frames')])
export type TrackEncryption = Static<typeof TrackEncryption>

/** What takes part: somebody with a device, a camera, or a recorder. */
export const ParticipantKind = Type.Union([Type.Literal('session'), Type.Literal('camera'), Type.Literal('recorder')])
export type ParticipantKind = Static<typeof ParticipantKind>

/** What somebody is in a room. `owner` and `moderator` moderate, `member` is known to it, `guest` is everybody else. */
export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('moderator'),
  Type.Literal('member'),
  Type.Literal('guest'),
])
export type Role = Static<typeof Role>

/** Of a person with an account, as it signs in with it; compared without case. */
export const AccountName = Type.String({
  minLength: 2,
  maxLength: 64,
  pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]*$',
  description: 'The name to sign in with: letters, digits and . _ @ + -',
})
export const Password = Type.String({ minLength: 1, maxLength: 256, description: 'A password' })
export const NewPassword = Type.String({
  minLength: 8,
  maxLength: 256,
  description: 'A password of at least 8 characters',
})
export const Secret = Type.String({ minLength: 1, maxLength: 512, pattern: '^[!-~]+$' })
