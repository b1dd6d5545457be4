// The WebSocket of lab clients: that of `ws`, which costs less memory per socket and per process than Node's own.

import { WebSocket } from 'ws'

export class LeanSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    // A compressor per socket is what a load test of a server has no use for.
    super(url, protocols, { perMessageDeflate: false })
  }
}
