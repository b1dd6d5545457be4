// What a benchmark and the child processes of its clients tell each other: questions by number, and their answers.

export interface Member {
  readonly name: string
  readonly room: string
  /** Publishes a voice and a video of this rate, as a screen: in one size, with no layers for the server to choose from. */
  readonly videoBps?: number
  /** Looks at the videos of all others. */
  readonly views: boolean
}

export interface CrewPlan {
  /** What the server at `url` is. */
  readonly server: 'parley' | 'janus'
  readonly url: string
  readonly seed: number
  readonly members: readonly Member[]
}

/** Milliseconds from the start of `connect`; NaN: it did not happen in time. */
export interface JoinTimes {
  readonly joinMs: number
  readonly connectedMs: number
  readonly firstPacketMs: number
}

export interface CrewTotals {
  readonly sent: number
  readonly received: number
  /** Missing by sequence number, and not repaired. */
  readonly unrecovered: number
  /** Of this process, so far. */
  readonly cpuMs: number
  /** Answers of the server since the last question, ms. */
  readonly answersMs: readonly number[]
  readonly errors: readonly string[]
}

export type Question =
  | { readonly ask: 'begin'; readonly plan: CrewPlan }
  /** All members come in at once; those that publish are silent. */
  | { readonly ask: 'join'; readonly sends: boolean }
  /** These come at once, receive something each, and go: it tells how long each took. */
  | { readonly ask: 'visit'; readonly members: readonly Member[]; readonly waitMs: number }
  | { readonly ask: 'send'; readonly on: boolean }
  | { readonly ask: 'totals' }

export interface Answers {
  readonly begin: null
  readonly join: null
  readonly visit: readonly JoinTimes[]
  readonly send: null
  readonly totals: CrewTotals
}

export type Asked = Question & { readonly id: number }
export type Answered =
  | { readonly id: number; readonly answer: Answers[Question['ask']] }
  | { readonly id: number; readonly error: string }
