// Every expected "no" the server can say. Codes are grouped by noun and never used again for something else;
// a client decides by `reason` and `retry`, never by the message.

interface RefusalSpec {
  readonly code: number
  /** never: the same call will fail again; later: try again after a pause; refresh: get a new token first. */
  readonly retry: 'never' | 'later' | 'refresh'
  readonly message: string
}

export const refusals = {
  'session.helloFirst': { code: 1001, retry: 'never', message: 'say session.hello before anything else' },
  'session.alreadyGreeted': { code: 1002, retry: 'never', message: 'this socket has said hello already' },
  'session.versionUnsupported': { code: 1003, retry: 'never', message: 'this server speaks another protocol version' },
  'session.tokenInvalid': { code: 1004, retry: 'refresh', message: 'the token is not valid here' },
  'session.tokenExpired': { code: 1005, retry: 'refresh', message: 'the token has expired' },
  'session.tokenRequired': { code: 1006, retry: 'refresh', message: 'this server lets nobody in without a token' },
  'session.tooFast': { code: 1007, retry: 'later', message: 'too many messages; slow down' },
  'session.otherPerson': { code: 1008, retry: 'never', message: 'the new token is of another person' },
  'session.forbidden': { code: 1009, retry: 'never', message: 'this is not allowed to you' },
  'session.quota': { code: 1010, retry: 'later', message: 'you hold too many of these already' },
  'session.gone': { code: 1011, retry: 'never', message: 'this session has ended; say session.hello' },
  'session.notFound': { code: 1013, retry: 'never', message: 'there is no such session' },
  'session.keysUnavailable': { code: 1012, retry: 'later', message: 'the keys that sign tokens cannot be read now' },
  'account.credentialsWrong': { code: 1101, retry: 'never', message: 'the name or the password is wrong' },
  'account.nameTaken': { code: 1102, retry: 'never', message: 'this name is taken' },
  'account.needed': { code: 1103, retry: 'never', message: 'this is only for people with an account here' },
  'account.notFound': { code: 1104, retry: 'never', message: 'there is no such account' },
  'account.lastAdmin': { code: 1105, retry: 'never', message: 'a server keeps at least one account that runs it' },
  'account.resetInvalid': {
    code: 1106,
    retry: 'never',
    message: 'this link for a new password was used, or has ended',
  },
  'invitation.invalid': { code: 1111, retry: 'never', message: 'the invitation is used up, has ended or was revoked' },
  'invitation.notFound': { code: 1112, retry: 'never', message: 'there is no such invitation' },
  'room.full': { code: 2001, retry: 'later', message: 'the room is full' },
  'room.notJoined': { code: 2002, retry: 'never', message: 'join the room first' },
  'room.alreadyJoined': { code: 2003, retry: 'never', message: 'this session is in the room already' },
  'room.left': { code: 2004, retry: 'never', message: 'you left before you were let in' },
  'room.closed': { code: 2005, retry: 'later', message: 'the room is closing' },
  'room.notFound': { code: 2006, retry: 'never', message: 'there is no such room' },
  'room.exists': { code: 2007, retry: 'never', message: 'there is a room of this name' },
  'room.waiting': { code: 2008, retry: 'later', message: 'wait until somebody lets you in' },
  'room.denied': { code: 2009, retry: 'later', message: 'you were not let in; you may ask again in a minute' },
  'room.locked': { code: 2010, retry: 'later', message: 'the room is locked; nobody new comes in' },
  'room.passwordNeeded': { code: 2011, retry: 'never', message: 'the room wants a password' },
  'room.passwordWrong': { code: 2012, retry: 'never', message: 'this is not the password of the room' },
  'room.banned': { code: 2013, retry: 'never', message: 'you are banned from this room' },
  'room.membersOnly': { code: 2014, retry: 'never', message: 'guests are not let into this room' },
  'room.moderated': { code: 2015, retry: 'never', message: 'here a moderator says who may speak' },
  'room.audioOnly': { code: 2016, retry: 'never', message: 'this room carries no video' },
  'room.lastOwner': { code: 2017, retry: 'never', message: 'a room keeps at least one owner' },
  'participant.notFound': { code: 2101, retry: 'never', message: 'there is no such participant' },
  'ban.notFound': { code: 2111, retry: 'never', message: 'there is no such ban' },
  'transport.notFound': { code: 3001, retry: 'never', message: 'there is no such transport' },
  'track.notFound': { code: 3002, retry: 'never', message: 'there is no such track' },
  'track.unsupported': { code: 3003, retry: 'never', message: 'these RTP parameters cannot be forwarded' },
  'media.unavailable': { code: 3004, retry: 'later', message: 'no media worker is running' },
  'transport.alreadyConnected': { code: 3005, retry: 'never', message: 'this transport is connected already' },
  'data.unsupported': { code: 3006, retry: 'never', message: 'no data channel can be opened like this' },
  'chat.notFound': { code: 4001, retry: 'never', message: 'there is no such message' },
  'chat.mentionInvalid': {
    code: 4002,
    retry: 'never',
    message: 'a mention must stand in the text, beside the others, and name somebody of this room',
  },
  'file.notFound': { code: 4101, retry: 'never', message: 'there is no such file' },
  'file.tooLarge': { code: 4102, retry: 'never', message: 'the file is larger than this server takes' },
  'file.refused': { code: 4103, retry: 'never', message: 'this server takes no files' },
  'store.unavailable': { code: 5001, retry: 'later', message: 'the database is away; nothing was stored' },
} as const satisfies Record<string, RefusalSpec>

export type RefusalReason = keyof typeof refusals
export type Retry = RefusalSpec['retry']

/** An expected no. It crosses the wire as a JSON-RPC error; anything else that is thrown is a fault and stays inside. */
export class Refusal extends Error {
  readonly reason: RefusalReason
  readonly code: number
  readonly retry: Retry

  constructor(reason: RefusalReason, detail?: string, options?: ErrorOptions) {
    super(detail === undefined ? refusals[reason].message : `${refusals[reason].message}: ${detail}`, options)
    this.name = 'Refusal'
    this.reason = reason
    this.code = refusals[reason].code
    this.retry = refusals[reason].retry
  }
}
