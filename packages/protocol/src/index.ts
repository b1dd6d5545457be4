// The only door of this package.

export type { Invitation } from './account.ts'
export type { Account, OpenRoom, ServerStats, SessionInfo } from './admin.ts'
export type { Attachment, ChatMessage, Link, Mention } from './chat.ts'
export { type CloseReason, closeCodes, shouldComeBack } from './close-codes.ts'
export { type Codec, codecs, headerExtensions, simulcastLadder } from './codecs.ts'
export { dataChannelProtocol, maxDataFrameBytes, readyFrame } from './data-channel.ts'
export { DataFrame, ReceivedDataFrame } from './data-frames.ts'
export type { Method, Notification, NotificationClass, Permission } from './declare.ts'
export type { ParticipantKind, Role, TrackEncryption, TrackKind, TrackSource } from './fields.ts'
export { DisplayName, RoomName } from './fields.ts'
export type { Media, SfuMedia, Subscription, View } from './media.ts'
export type { Ban } from './moderation.ts'
export { openRpc } from './openrpc.ts'
export type { DataChannel } from './presence.ts'
export { Refusal, type RefusalReason, type Retry, refusals } from './refusals.ts'
export type { LeaveReason, Participant, RoomState, Waiting } from './room.ts'
export {
  type RequestId,
  type RpcErrorBody,
  type RpcErrorData,
  type RpcFailure,
  type RpcMessage,
  type RpcNotification,
  type RpcRequest,
  type RpcSuccess,
  rpcErrors,
} from './rpc.ts'
export type {
  DtlsParameters,
  IceParameters,
  IceServer,
  RtpCapabilities,
  RtpParameters,
  SctpStreamParameters,
  Transport,
} from './rtp.ts'
export type { Grants, Person, Resumed } from './session.ts'
export type { RoomInfo, RoomSettings } from './settings.ts'
export {
  type AnyFact,
  type AnyNotification,
  type CallName,
  type FactName,
  type MethodName,
  methods,
  type NotificationName,
  type NotificationParams,
  notifications,
  type Params,
  type Result,
  type SignalName,
} from './table.ts'
export type { Track } from './track.ts'
export { type Capability, capabilities, type Encoding, protocolVersion, subprotocols } from './version.ts'
