// Runs in the page before its own scripts: keeps hold of the peer connections, so that a test can read their statistics.

/// <reference lib="dom" />

export interface InboundVideo {
  readonly id: string
  /** The how-manieth connection of the page it arrives on. */
  readonly connection: number
  readonly framesDecoded: number
}

declare global {
  interface Window {
    peers: {
      /** How many connections the page has made so far. */
      count(): number
      /** `connectionState` of each connection that is not closed. */
      states(): string[]
      /** Per inbound video stream (W3C webrtc-stats, inbound-rtp). */
      inboundVideo(): Promise<InboundVideo[]>
      /** All pictures sent so far, and whole ones among them (W3C webrtc-stats, outbound-rtp). */
      picturesSent(): Promise<{ all: number; whole: number }>
      /** totalAudioEnergy per inbound audio stream. */
      audioEnergies(): Promise<number[]>
      /** The SRTP cipher of each connection that has one. */
      srtpCiphers(): Promise<string[]>
    }
  }
}

export function watchPeers(): void {
  const connections: RTCPeerConnection[] = []
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }
  }
  const reports = async () =>
    await Promise.all(
      connections.map(async (peer, connection) => {
        const stats = peer.connectionState === 'closed' ? [] : [...(await peer.getStats()).values()]
        return stats.map((report) => ({ ...report, connection }))
      }),
    )
  const inbound = async (kind: string) =>
    (await reports()).flat().filter((report) => report.type === 'inbound-rtp' && report.kind === kind)
  window.peers = {
    count: () => connections.length,
    states: () => connections.map(({ connectionState }) => connectionState).filter((state) => state !== 'closed'),
    inboundVideo: async () =>
      (await inbound('video')).map(({ id, connection, framesDecoded = 0 }) => ({
        id: `${connection}/${id}`,
        connection,
        framesDecoded,
      })),
    picturesSent: async () => {
      const sent = (await reports()).flat().filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')
      const sum = (name: string) => sent.reduce((total, report) => total + (report[name] ?? 0), 0)
      return { all: sum('framesEncoded'), whole: sum('keyFramesEncoded') }
    },
    audioEnergies: async () => (await inbound('audio')).map(({ totalAudioEnergy = 0 }) => totalAudioEnergy),
    srtpCiphers: async () =>
      (await reports())
        .flat()
        .flatMap((report) => (report.type === 'transport' && report.srtpCipher ? [report.srtpCipher] : [])),
  }
}
