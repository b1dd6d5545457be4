// The only door of the SDK.

export type {
  Account,
  Attachment,
  Ban,
  CallName,
  ChatMessage,
  Encoding,
  Grants,
  Invitation,
  LeaveReason,
  Link,
  Mention,
  MethodName,
  OpenRoom,
  Params,
  ParticipantKind,
  Person,
  RefusalReason,
  Result,
  Retry,
  Role,
  RoomInfo,
  RoomSettings,
  ServerStats,
  SessionInfo,
  TrackEncryption,
  TrackKind,
  TrackSource,
  Waiting,
} from '@parley/protocol'
export { Refusal } from '@parley/protocol'
export { createAccount, type ReachOptions, resetPassword, signIn } from './account.ts'
export type * from './api.ts'
export type * from './api-admin.ts'
export type * from './api-chat.ts'
export type * from './api-order.ts'
export type * from './api-stats.ts'
export { connect } from './connect.ts'
export { listDevices, onDevicesChanged } from './devices.ts'
export { eachTrack } from './each-track.ts'
export { ParleyError, type ParleyErrorKind } from './errors.ts'
export type { ListenOptions, Off } from './events.ts'
export { compareStats, type RoomFigures, type TrackFigures } from './figures.ts'
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
export type { Limitation, StreamFigures } from './stream-figures.ts'
export type { CandidateType, TransportFigures } from './transport-figures.ts'
