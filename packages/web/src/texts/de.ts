// Deutsch.

import { isolate } from '../isolate.ts'
import { chat } from './de/chat.ts'
import { devices } from './de/devices.ts'
import { ended } from './de/ended.ts'
import { home } from './de/home.ts'
import { room } from './de/room.ts'
import { stage } from './de/stage.ts'
import type { Texts } from './en.ts'

export const de: Texts = {
  product: 'Parley',
  title: (room) => `${isolate(room)} · Parley`,
  home,
  devices,
  room,
  stage,
  chat,
  ended,
}
