// English, the language in which Parley is written: its shape is that of every other catalogue.

import { isolate } from '../isolate.ts'
import { chat } from './en/chat.ts'
import { devices } from './en/devices.ts'
import { ended } from './en/ended.ts'
import { home } from './en/home.ts'
import { room } from './en/room.ts'
import { stage } from './en/stage.ts'

export const en = {
  product: 'Parley',
  title: (room: string) => `${isolate(room)} · Parley`,
  home,
  devices,
  room,
  stage,
  chat,
  ended,
}

export type Texts = typeof en
