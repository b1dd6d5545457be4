// How well one is connected: marks, the quality panel, what is wrong and what one can do, the report.

import { isolate } from '../../isolate.ts'
import { locale } from '../../language.ts'
import { names } from './names.ts'

// Made once: each costs a millisecond, and the panel writes dozens of numbers a second.
const round = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const number = (value: number, digits: 0 | 1 = 0) => (digits === 0 ? round : exact).format(value)
/** Of a share of 0–1. */
const whole = (share: number) => `${number(share * 100)} %`
/** As above; small ones are told more exactly. */
const percent = (share: number) => `${number(share * 100, share < 0.1 ? 1 : 0)} %`
const rate = (bps: number) => (bps < 999_500 ? `${number(bps / 1_000)} kbit/s` : `${number(bps / 1_000_000, 1)} Mbit/s`)
const ms = (value: number) => `${number(value)} ms`

export const quality = {
  title: 'Connection quality',
  open: 'Connection quality',
  close: 'Close connection quality',
  number,
  percent,
  rate,
  ms,
  level: { good: 'good', fair: 'fair', poor: 'poor', lost: 'lost' },
  ownMark: (level: string) => `Your uplink: ${level}`,
  mark: (name: string, level: string) => `Connection of ${isolate(name)}: ${level}`,
  details: 'Show details',
  /** What is wrong, in one sentence. */
  finding: {
    measuring: () => 'Measuring your connection…',
    connecting: () => 'Sound and pictures are being connected…',
    reconnecting: () => 'The connection to the server was lost.',
    interrupted: () => 'Sound and pictures do not pass at the moment.',
    noMedia: () => 'This server cannot carry sound and pictures right now.',
    busyEncoding: () => 'Your computer is too busy to encode your picture (CPU).',
    busyDecoding: () => 'Your computer is too busy to decode the pictures of the others (CPU).',
    tcp: () => 'You are connected over TCP: a firewall blocks UDP. Pictures may stutter.',
    fine: () => 'Everything is fine.',
    serverSaysPoor: () => 'The server says that your connection is not good.',
    uplinkLoss: ({ loss }: { loss: number }) => `Your uplink is at its limit: ${whole(loss)} loss.`,
    downlinkLoss: ({ loss }: { loss: number }) => `Your downlink is at its limit: ${whole(loss)} loss.`,
    uplinkNarrow: ({ availableBps }: { availableBps: number | undefined }) =>
      availableBps === undefined
        ? 'Your uplink is at its limit.'
        : `Your uplink is at its limit: about ${rate(availableBps)}.`,
    frozen: ({ share }: { share: number }) => `Pictures stand still for ${whole(share)} of the time.`,
    unsteady: ({ jitterMs }: { jitterMs: number }) => `Your connection is unsteady: ${ms(jitterMs)} jitter.`,
    farAway: ({ roundTripMs }: { roundTripMs: number }) =>
      `The way to the server is long: ${ms(roundTripMs)} there and back.`,
    othersPoor: ({ names: list, ownToo }: { names: readonly string[]; ownToo: boolean }) => {
      const theirs =
        list.length === 1 ? `The connection of ${names(list)} is poor` : `The connections of ${names(list)} are poor`
      return `${theirs}${ownToo ? ' too' : ', not yours'}.`
    },
  },
  /** What one can do. */
  advice: {
    measuring: 'It takes a few seconds.',
    connecting: 'If it takes long, a firewall may be in the way.',
    reconnecting: 'It comes back by itself as soon as the network does.',
    interrupted: 'It comes back by itself. Another network may help, such as that of a phone.',
    noMedia: 'The chat works. Ask whoever runs the server.',
    busyEncoding: 'Close other programs and tabs, or turn your camera off.',
    busyDecoding: 'Receive smaller pictures or none, or close other programs and tabs.',
    tcp: 'Ask whoever runs the network to let UDP through to this server, or try another network.',
    fine: 'There is nothing to do.',
    serverSaysPoor: 'Go nearer to the Wi-Fi or use a cable; stop uploads and downloads.',
    uplinkLoss: 'Turn your camera off, go nearer to the Wi-Fi or use a cable; stop other uploads.',
    downlinkLoss: 'Receive smaller pictures or none, go nearer to the Wi-Fi or use a cable; stop other downloads.',
    uplinkNarrow:
      'Your picture is sent smaller. Stop other uploads, or turn your camera off so that your voice has room.',
    frozen: 'Receive smaller pictures or none.',
    unsteady: 'Go nearer to the Wi-Fi or use a cable; stop other uploads and downloads.',
    farAway: 'Turn off a VPN if you use one. Let each other finish: answers take longer.',
    othersPoor: 'You can do nothing about it; they might turn their camera off.',
  },
  also: 'Also',
  receive: {
    title: 'Receive',
    all: 'All pictures',
    small: 'Small pictures',
    sound: 'No pictures',
    soundOnly: 'Receive no pictures',
    noPictures: 'You receive no pictures.',
    smallPictures: 'You receive small pictures.',
    again: 'Receive all pictures',
  },
  cameraOff: 'Turn my camera off',
  dismiss: 'Dismiss',
  show: 'Show',
  everything: 'Everything',
  allOf: (name: string) => `${isolate(name)}: everything`,
  sent: 'Sent',
  received: 'Received',
  you: 'You',
  source: { camera: 'camera', microphone: 'microphone', screen: 'screen', screenAudio: 'sound of the screen' },
  trackOf: (name: string, source: string) => `${isolate(name)}: ${source}`,
  plot: {
    bitrate: 'Bitrate',
    loss: 'Loss',
    roundTrip: 'Round trip',
    jitter: 'Jitter of voices',
    jitterOfTrack: 'Jitter',
    frames: 'Frame rate',
    height: 'Height of pictures',
  },
  unit: { bitrate: 'kbit/s', loss: '%', roundTrip: 'ms', jitter: 'ms', frames: 'per second', height: 'pixels' },
  /** For those who cannot see a plot. */
  summary: (line: string, last: string, least: string, most: string, unit: string) =>
    `${line}: now ${last} ${unit}, between ${least} and ${most}.`,
  minutes: (count: number) => `${count} min`,
  seconds: (count: number) => `${count} s`,
  now: 'now',
  overTime: 'Over time',
  noPlots: 'The first figures are here in a few seconds.',
  tracks: 'Sound and pictures now',
  noTracks: 'Nothing is sent or received now.',
  column: { track: 'What', codec: 'Codec', picture: 'Picture', rate: 'Rate', loss: 'Loss' },
  choose: (track: string) => `Show ${track} over time`,
  picture: (width: number, height: number, frames: string) => `${width} × ${height}, ${frames}/s`,
  paused: 'paused',
  connection: 'Connection',
  none: '–',
  row: {
    verdict: 'Verdict',
    score: 'Score of the server',
    protocol: 'Protocol',
    way: 'Way',
    roundTrip: 'Round trip',
    available: 'Room on the uplink',
    cipher: 'Encryption',
    voice: 'Voices (estimated)',
    codec: 'Codec',
    layer: 'Layer',
    picture: 'Picture',
    rate: 'Bitrate',
    target: 'Target',
    loss: 'Loss',
    jitter: 'Jitter',
    limited: 'Held back by',
    asked: 'Asked again (NACK / PLI)',
    freezes: 'Freezes',
    buffer: 'Buffer',
    coding: 'Time for a picture',
    invented: 'Invented sound',
  },
  way: { direct: 'direct', relay: 'by a relay (TURN)' },
  limited: { none: 'nothing', cpu: 'the computer (CPU)', bandwidth: 'the uplink', other: 'something else' },
  layer: (spatial: number, temporal: number | null) =>
    temporal === null ? `size ${spatial + 1}` : `size ${spatial + 1}, step ${temporal + 1}`,
  freezes: (count: number, time: string) => `${number(count)} (${time})`,
  of: (value: string, most: string) => `${value} of ${most}`,
  mosHint: (buffer: string, invented: string) =>
    `By the E-model of ITU-T G.107, from the round trip, ${buffer} in the buffer and ${invented} invented sound; a guess. A busy computer lowers it too.`,
  copyReport: 'Copy report',
  copied: 'The report is copied.',
  byHand: 'This browser lets no page copy. Select the report and copy it:',
  report: {
    hint: 'Figures of the last minutes, without names and addresses, for whoever helps you.',
    title: 'Quality report',
    at: 'Time',
    room: 'Room',
    app: 'App',
    server: 'Server',
    browser: 'Browser',
    person: (index: number) => `person ${index}`,
    history: 'The last minutes',
    columns: ['time', 'sent kbit/s', 'received kbit/s', 'loss up %', 'loss down %', 'round trip ms', 'jitter ms'],
  },
}
