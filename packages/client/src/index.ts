// The only door of the SDK.

export type {
  Attachment,
  ChatMessage,
  Encoding,
  Grants,
  LeaveReason,
  Link,
  Mention,
  ParticipantKind,
  Person,
  RefusalReason,
  Retry,
  TrackEncryption,
  TrackKind,
  TrackSource,
} from '@parley/protocol'
export { Refusal } from '@parley/protocol'
export { createAccount, type ReachOptions, signIn } from './account.ts'
export type * from './api.ts'
export type * from './api-chat.ts'
export { connect } from './connect.ts'
export { ParleyError, type ParleyErrorKind } from './errors.ts'
export type { ListenOptions, Off } from './events.ts'
export {
  browserPlatform,
  type CancelTimer,
  type MediaDevicesLike,
  type Platform,
  type StreamLike,
  type Upload,
  type WebSocketLike,
} from './platform.ts'
