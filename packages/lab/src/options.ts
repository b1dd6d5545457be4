// What a run is asked to do, checked once; everything behind it trusts these values.

import type { Encoding } from '@parley/protocol'
import { LabError } from './exit-codes.ts'
import type { Phase } from './impair/phases.ts'
import type { Credentials } from './token.ts'

export type VideoSize = '360p' | '720p' | '1080p'

/** conference: everybody sends. webinar: some do, the others only listen. */
export type Scenario = 'conference' | 'webinar'

export interface RunOptions {
  readonly scenario: Scenario
  readonly clients: number
  /** Seconds in which all are there, after the ramp-up. */
  readonly durationS: number
  readonly rampUpS: number
  /** URL of the WebSocket. */
  readonly server: string
  /** Name of the room; of several: followed by `-1`, `-2` … */
  readonly room: string
  /** Members of each room; the last one may have fewer. */
  readonly roomsOf: number
  /** Members of each room who send, at most all of them. */
  readonly publishers: number
  readonly audio: boolean
  readonly video: VideoSize | undefined
  readonly simulcast: boolean
  /** Tiles that each client looks at. */
  readonly view: number
  /** Messages that each client writes a minute. */
  readonly chat: number
  /** What the packets of a share of the clients pass, from the start of the run on; empty: nothing bad. */
  readonly network: readonly Phase[]
  readonly impairedShare: number
  readonly encoding: Encoding
  readonly seed: number
  readonly processes: number | undefined
  readonly clientsPerProcess: number | undefined
  readonly credentials: Credentials
  readonly serverPid: number | undefined
  readonly metricsToken: string | undefined
  readonly ownsHost: boolean
  readonly out: string | undefined
  readonly json: boolean
  readonly quiet: boolean
}

/** As the command line gives them: numbers are numbers and within their limits already. */
export interface Flags {
  readonly clients: number
  readonly duration: number
  readonly rampUp: number
  readonly server: string
  readonly room: string
  readonly roomsOf?: number
  /** Of a webinar only. */
  readonly publishers?: number
  readonly audioOnly?: boolean
  readonly videoOnly?: boolean
  readonly video?: VideoSize
  readonly simulcast?: boolean
  readonly view?: number
  readonly chat?: number
  readonly network?: readonly Phase[]
  readonly networkShare?: number
  readonly encoding: Encoding
  readonly seed: number
  readonly processes?: number
  readonly clientsPerProcess?: number
  readonly token?: string
  readonly key?: string
  readonly serverPid?: number
  readonly metricsToken?: string
  readonly iOwnThisHost?: boolean
  readonly out?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

const MOST_TILES = 25
const LONGEST_ROOM = 120

/** @throws {LabError} usage: flags that contradict each other */
export function readOptions(scenario: Scenario, flags: Flags, credentials: Credentials): RunOptions {
  for (const [isWrong, problem] of contradictions(flags)) if (isWrong) throw new LabError('usage', problem)
  const members = Math.min(flags.roomsOf ?? flags.clients, flags.clients)
  return {
    scenario,
    clients: flags.clients,
    durationS: flags.duration,
    rampUpS: flags.rampUp,
    server: flags.server,
    room: flags.room,
    roomsOf: flags.roomsOf ?? flags.clients,
    publishers: scenario === 'conference' ? members : (flags.publishers ?? 1),
    audio: flags.videoOnly !== true,
    video: flags.audioOnly === true ? undefined : (flags.video ?? '360p'),
    simulcast: flags.simulcast === true,
    view: flags.audioOnly === true ? 0 : (flags.view ?? MOST_TILES),
    chat: flags.chat ?? 0,
    network: flags.network ?? [],
    impairedShare: flags.network === undefined ? 0 : (flags.networkShare ?? 1),
    encoding: flags.encoding,
    seed: flags.seed,
    processes: flags.processes,
    clientsPerProcess: flags.clientsPerProcess,
    credentials,
    serverPid: flags.serverPid,
    metricsToken: flags.metricsToken,
    ownsHost: flags.iOwnThisHost === true,
    out: flags.out,
    json: flags.json === true,
    quiet: flags.quiet === true,
  }
}

function contradictions(flags: Flags): [boolean, string][] {
  const { audioOnly, videoOnly, processes, clientsPerProcess, clients, roomsOf = clients, token, key } = flags
  const { publishers = 1 } = flags
  const ofVideo = flags.video !== undefined || flags.simulcast === true || flags.view !== undefined
  return [
    [audioOnly === true && videoOnly === true, '--audio-only and --video-only together leave nothing to send'],
    [audioOnly === true && ofVideo, '--video, --simulcast and --view make no sense with --audio-only'],
    [token !== undefined && key !== undefined, 'give either --token or --key'],
    [
      token !== undefined && Math.min(roomsOf, clients) > 1,
      'a token is one person, who can be in a room only once: use --key, so that each client gets a token of its own',
    ],
    [
      processes !== undefined && clientsPerProcess !== undefined && processes * clientsPerProcess < clients,
      `--processes ${processes} with --clients-per-process ${clientsPerProcess} hold fewer than ${clients} clients`,
    ],
    [
      publishers > Math.min(roomsOf, clients),
      `--publishers ${publishers} are more than the ${Math.min(roomsOf, clients)} clients of a room`,
    ],
    [flags.networkShare !== undefined && flags.network === undefined, '--network-share needs --network'],
    [processes !== undefined && processes > clients, `--processes ${processes} are more than ${clients} clients`],
    [flags.room.trim() === '' || flags.room.length > LONGEST_ROOM, `--room needs 1 to ${LONGEST_ROOM} characters`],
    [!isWebSocketUrl(flags.server), `--server ${flags.server} is no ws:// or wss:// URL`],
  ]
}

function isWebSocketUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['ws:', 'wss:', 'http:', 'https:'].includes(url.protocol) && url.hostname !== ''
}
