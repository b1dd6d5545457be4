// Which protocol this is, how a socket chooses its encoding, and what a side may say it can do.

/** Rises only when an old client could no longer be served; additions do not change it, since unknown fields are ignored. */
export const protocolVersion = 1

/** WebSocket subprotocols; a socket that asks for none speaks JSON. */
export const subprotocols = { json: 'parley.v1.json', msgpack: 'parley.v1.msgpack' } as const
export type Encoding = keyof typeof subprotocols

/** What a client or a server may list under `capabilities`; an unknown name is ignored. */
export const capabilities = {
  sfu: 'sends and receives media through the server',
  resume: 'carries a session on over a new socket',
  data: 'opens data channels beside the media',
  'media.reopen': 'rebuilds its transports when `media.opened` arrives for a room that it is in',
} as const
export type Capability = keyof typeof capabilities
