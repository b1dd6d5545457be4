// What a message can ask of the log that it stands in. The same object as long as the room, so that messages stay as they are.

import type { Attachment, ChatMessage, Room } from '@parley/client'

export interface LogActions {
  readonly room: Room
  openMenu(message: ChatMessage, button: HTMLButtonElement): void
  openPicture(attachment: Attachment): void
}
