// Why the server closed a socket. 4000–4499: come back (after a pause with jitter); 4500–4999: do not.
// Codes of RFC 6455 keep their meaning: 1001 drain, 1002 protocol error, 1007 bad UTF-8, 1009 too big, 1013 overloaded.

export const closeCodes = {
  slowReader: { code: 4001, text: 'it read too slowly and too much was waiting for it' },
  heartbeatMissed: { code: 4002, text: 'it did not answer pings' },
  helloLate: { code: 4003, text: 'it did not say hello in time' },
  mediaGone: { code: 4004, text: 'the media of a room moved and this client cannot follow; join again' },
  tooFast: { code: 4005, text: 'it went on sending much too fast' },
  tokenExpired: { code: 4501, text: 'its token expired and was not refreshed' },
  misbehaved: { code: 4502, text: 'too many malformed messages' },
  originRefused: { code: 4503, text: 'pages of this origin may not connect' },
  replaced: { code: 4504, text: 'a newer socket carries this session on' },
  putOut: { code: 4505, text: 'who runs the server ended this session' },
} as const satisfies Record<string, { code: number; text: string }>

export type CloseReason = keyof typeof closeCodes

/** Whether a client should connect again after this close code. */
export function shouldComeBack(code: number): boolean {
  return !(code >= 4500 && code <= 4999) && code !== 1002 && code !== 1007 && code !== 1008 && code !== 1009
}
