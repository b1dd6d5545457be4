// What travels over the data channels of a room: texts of JSON, one object each.

import { type Static, Type } from 'typebox'
import { Id } from './fields.ts'
import { Data, Topic } from './presence.ts'

/** What a client writes: to all others, or to some. */
export const DataFrame = Type.Object({
  to: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100, description: 'Participants; absent: all others' })),
  topic: Type.Optional(Topic),
  data: Data,
})
export type DataFrame = Static<typeof DataFrame>

/** What a client reads; the server says who it is from. */
export const ReceivedDataFrame = Type.Object({ from: Id, topic: Type.Optional(Topic), data: Data })
export type ReceivedDataFrame = Static<typeof ReceivedDataFrame>
