// How much one run may do at most: a load test that has no end is an attack, also on oneself.

export const limits = {
  clients: { min: 1, max: 5_000 },
  /** Seconds; one day, for soaks. */
  duration: { min: 1, max: 86_400 },
  /** Seconds. */
  rampUp: { min: 0, max: 3_600 },
  roomsOf: { min: 1, max: 5_000 },
  publishers: { min: 1, max: 5_000 },
  processes: { min: 1, max: 64 },
  /** More made event loops late on the machines that were tried. */
  clientsPerProcess: { min: 1, max: 250 },
  /** What the protocol lets a client look at. */
  view: { min: 0, max: 100 },
  /** Messages a minute; the server forgives more only for short whiles. */
  chat: { min: 0, max: 600 },
  seed: { min: 0, max: 0xffff_ffff },
  pid: { min: 1, max: 4_194_304 },
} as const satisfies Record<string, { min: number; max: number }>

/** After the last planned moment: what is still running then is killed. */
export const OVERTIME_MS = 20_000
