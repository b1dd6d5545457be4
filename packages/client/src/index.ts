// The only door of the SDK.

export type {
  Attachment,
  Ban,
  CallName,
  ChatMessage,
  Encoding,
  Grants,
  LeaveReason,
  Link,
  Mention,
  MethodName,
  Params,
  ParticipantKind,
  Person,
  RefusalReason,
  Result,
  Retry,
  Role,
  RoomInfo,
  RoomSettings,
  TrackEncryption,
  TrackKind,
  TrackSource,
  Waiting,
} from '@parley/protocol'
export { Refusal } from '@parley/protocol'
export { createAccount, type ReachOptions, signIn } from './account.ts'
export type * from './api.ts'
export type * from './api-chat.ts'
export type * from './api-order.ts'
export { connect } from './connect.ts'
export { listDevices, onDevicesChanged } from './devices.ts'
export { ParleyError, type ParleyErrorKind } from './errors.ts'
export type { ListenOptions, Off } from './events.ts'
export { eventsOf, nextEvent, type WaitOptions } from './listening.ts'
export {
  browserPlatform,
  type CancelTimer,
  type MediaDevicesLike,
  nodePlatform,
  type Platform,
  type StreamLike,
  type Upload,
  type WebSocketLike,
} from './platform.ts'
export { openStage, type ShowOptions, type Stage, type StageOptions } from './stage.ts'
