// Deutsch.

import { isolate } from '../isolate.ts'
import { account } from './de/account.ts'
import { chat } from './de/chat.ts'
import { devices } from './de/devices.ts'
import { door } from './de/door.ts'
import { ended } from './de/ended.ts'
import { founding } from './de/founding.ts'
import { home } from './de/home.ts'
import { people } from './de/people.ts'
import { quality } from './de/quality.ts'
import { room } from './de/room.ts'
import { settings } from './de/settings.ts'
import { stage } from './de/stage.ts'
import type { Texts } from './en.ts'

export const de: Texts = {
  product: 'Parley',
  title: (room) => `${isolate(room)} · Parley`,
  home,
  founding,
  door,
  account,
  devices,
  quality,
  room,
  people,
  settings,
  stage,
  chat,
  ended,
}
