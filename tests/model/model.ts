// Plays sequences that chance has made against a real server, and judges after each; a sequence that fails is made shorter.

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Parley, Settings } from '../parley-process.ts'
import { judge, judgeEmptiness } from './judge.ts'
import { type Move, make, moves, type Scene } from './moves.ts'
import { Player } from './player.ts'

/** Nothing here is about limits: they would only hide what a sequence does. */
export const settings: Settings = {
  'rooms.lingerMs': 0,
  'rooms.opensPerPerson': 1_000_000,
  'rooms.opensPerAddress': 1_000_000,
  'session.graceMs': 600_000,
  'session.perPerson': 1_000_000,
  'session.messagesPerSecond': 1_000_000,
  'session.messageBurst': 1_000_000,
  'session.tracks': 4,
  'http.socketsPerSecond': 1_000_000,
}

/** How long a round may take, the shortening of a sequence that fails included. */
const shorteningMs = 60_000

export interface ModelOptions {
  readonly seed: number
  /** At least so many calls. */
  readonly calls: number
  readonly timeLimitMs?: number
  readonly say?: (line: string) => void
}

/** Returns how many calls were made. Throws with the seed and the shortest sequence that fails. */
export async function playModel(
  parley: Parley,
  { seed, calls, timeLimitMs, say = () => {} }: ModelOptions,
): Promise<number> {
  const until = timeLimitMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + timeLimitMs
  let made = 0
  const property = fc.asyncProperty(moves, async (sequence) => {
    try {
      made += await play(parley, sequence)
    } catch (error) {
      // What a failure leaves behind must not fail the shorter sequences that are tried next.
      say(`a sequence of ${sequence.length} fails: ${error instanceof Error ? error.message : String(error)}`)
      say(sequence.map((g) => g.map((o) => Object.values(o).join(' ')).join(' | ')).join('\n'))
      if ((await parley.stats()).sessions > 0) await parley.restart()
      throw error
    }
  })
  for (let round = 0; made < calls && Date.now() < until; round += 1) {
    await fc.assert(property, {
      seed: seed + round,
      numRuns: 10,
      interruptAfterTimeLimit: shorteningMs,

      endOnFailure: false,
      ...report(seed + round),
    })
    say(`${made} calls`)
  }
  return made
}

function report(seed: number) {
  return {
    asyncReporter: async (details: fc.RunDetails<[Move[][]]>) => {
      if (!details.failed) return
      const [sequence = []] = details.counterexample ?? []
      const shown = sequence.map((group) => group.map((one) => JSON.stringify(one)).join(' beside ')).join('\n  ')
      const cause = details.errorInstance instanceof Error ? details.errorInstance : undefined
      throw new Error(
        `seed ${seed}, after ${details.numShrinks} shortenings, this fails:\n  ${shown}\nwith ${cause?.message ?? String(details.errorInstance)}`,
        { cause },
      )
    },
  }
}

/** Ends its session, also one whose line is dead. */
async function farewell(player: Player): Promise<void> {
  if (player.alive && !player.online) await player.resume()
  await player.end()
}

/** One sequence, in rooms and with people of its own. */
export async function play(parley: Parley, sequence: readonly (readonly Move[])[]): Promise<number> {
  let calls = 0
  {
    await using stack = new AsyncDisposableStack()
    const mark = randomUUID().slice(0, 8)
    const players = ['Ada', 'Bob', 'Eve', 'Zoe'].map((name) => stack.use(new Player(parley.wsUrl, name)))
    const scene: Scene = {
      players,
      rooms: [`hall ${mark}`, `den ${mark}`],
      acknowledged: new Map(),
      deleted: new Set(),
    }
    await Promise.all(players.map((player) => player.begin()))
    try {
      for (const group of sequence) {
        // Two changes of one line at once would say nothing about the server.
        const [first, ...others] = group
        const together = first === undefined ? [] : [first, ...others.filter(({ who }) => who !== first.who)]
        const isLine = ({ what }: Move) => ['drop', 'resume', 'end', 'begin'].includes(what)
        const made = together.filter(
          (one, at) => !isLine(one) || together.findIndex(({ who }) => who === one.who) === at,
        )
        calls += (await Promise.all(made.map((one) => make(scene, one, made.length === 1)))).reduce((a, b) => a + b, 0)
      }
      await judge(scene, parley)
    } finally {
      await Promise.all(players.map(farewell))
    }
  }
  await judgeEmptiness(parley)
  return calls
}
