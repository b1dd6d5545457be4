// The data channels of a room, apart from the schemas of their frames: clients need this much, and no schemas.

/** The subprotocol of a data channel (RFC 8831 §6.4). */
export const dataChannelProtocol = 'parley.v1.json'

/** UTF-8, and never more than `maxMessageSize` of the transport. */
export const maxDataFrameBytes = 65_536

/** What a client writes when both of its channels are open: from now on it gets over them what it got over its socket. */
export const readyFrame = '{}'
