// Every method of the protocol and who answers it.

import type { Handlers } from '../request.ts'
import { accountHandlers } from './account.ts'
import { adminHandlers } from './admin.ts'
import { chatHandlers } from './chat.ts'
import { dataHandlers } from './data.ts'
import { mediaHandlers } from './media.ts'
import { moderationHandlers } from './moderation.ts'
import { presenceHandlers } from './presence.ts'
import { roomHandlers } from './room.ts'
import { sessionHandlers } from './session.ts'
import { settingsHandlers } from './settings.ts'

export const handlers: Handlers = {
  ...sessionHandlers,
  ...accountHandlers,
  ...roomHandlers,
  ...settingsHandlers,
  ...moderationHandlers,
  ...presenceHandlers,
  ...mediaHandlers,
  ...dataHandlers,
  ...chatHandlers,
  ...adminHandlers,
}
