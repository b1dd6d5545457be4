// A bad network as people describe it, in a scenario or on the command line; read into what the relays understand.

import { type Static, Type } from 'typebox'
import { checkImpairment, type Impairment } from './impairment.ts'
import { readBps, readBytes, readMs, readShare } from './units.ts'

const Amount = Type.Union([Type.Number(), Type.String()])
const optional = (description: string) => Type.Optional(Type.Union([Type.Number(), Type.String()], { description }))

/** Losses in bursts, by how often they begin, how long they last and how bad they are. */
const Bursts = Type.Object(
  {
    toBad: Type.Union([Type.Number(), Type.String()], {
      description: 'Probability with each packet that a burst begins',
    }),
    toGood: Type.Union([Type.Number(), Type.String()], { description: 'And that it ends' }),
    inBad: optional('Share that is lost in a burst; default: all'),
    inGood: optional('Share that is lost between them; default: none'),
  },
  { additionalProperties: false },
)

export const Description = Type.Object(
  {
    loss: Type.Optional(Type.Union([Amount, Bursts])),
    delay: optional('Each packet takes so much longer'),
    jitter: optional('And up to so much more, each another time'),
    reorder: optional('Share of packets that overtake those before them'),
    duplicate: optional('Share of packets that arrive twice'),
    rate: optional('The line carries so much'),
    queue: optional('What waits for the line; more is lost. Default: what it carries in 200 ms'),
    outage: Type.Optional(Type.Boolean({ description: 'Nothing passes' })),
  },
  { additionalProperties: false },
)
export type Description = Static<typeof Description>

/** @throws {RangeError} amounts that are none, probabilities beyond 1 */
export function readDescription(description: Description): Impairment {
  const { loss, delay, jitter, reorder, duplicate, rate, queue, outage } = description
  return checkImpairment({
    ...(loss === undefined ? {} : { loss: readLoss(loss) }),
    ...(delay === undefined ? {} : { delayMs: readMs(delay) }),
    ...(jitter === undefined ? {} : { jitterMs: readMs(jitter) }),
    ...(reorder === undefined ? {} : { reorder: readShare(reorder) }),
    ...(duplicate === undefined ? {} : { duplicate: readShare(duplicate) }),
    ...(rate === undefined ? {} : { rateBps: readBps(rate) }),
    ...(queue === undefined ? {} : { queueBytes: readBytes(queue) }),
    ...(outage === undefined ? {} : { outage }),
  })
}

function readLoss(loss: NonNullable<Description['loss']>): NonNullable<Impairment['loss']> {
  if (typeof loss !== 'object') return { kind: 'uniform', rate: readShare(loss) }
  const { toBad, toGood, inBad = 1, inGood = 0 } = loss
  return {
    kind: 'gilbertElliott',
    toBad: readShare(toBad),
    toGood: readShare(toGood),
    lossInBad: readShare(inBad),
    lossInGood: readShare(inGood),
  }
}
