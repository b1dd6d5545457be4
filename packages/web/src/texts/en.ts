// English, the language in which Parley is written: its shape is that of every other catalogue.

import { isolate } from '../isolate.ts'
import { account } from './en/account.ts'
import { chat } from './en/chat.ts'
import { devices } from './en/devices.ts'
import { door } from './en/door.ts'
import { ended } from './en/ended.ts'
import { founding } from './en/founding.ts'
import { home } from './en/home.ts'
import { people } from './en/people.ts'
import { quality } from './en/quality.ts'
import { room } from './en/room.ts'
import { settings } from './en/settings.ts'
import { stage } from './en/stage.ts'

export const en = {
  product: 'Parley',
  title: (room: string) => `${isolate(room)} · Parley`,
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

export type Texts = typeof en
