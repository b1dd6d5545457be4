// Which of many messages are in the page: some hundred around what one reads, by id, so that messages in front do not move it.

import type { ChatMessage } from '@parley/client'

export interface MessageWindow {
  /** The first that is in it. */
  readonly from: number
  /** The last; undefined: whatever is the newest. */
  readonly to: number | undefined
}

/** So many it begins with. */
const first = 100
/** By how many it grows at one end: more would be felt as a halt while one scrolls. */
const step = 50
/** Beyond this it shrinks at the other. */
const most = 300

export function newestWindow(messages: readonly ChatMessage[]): MessageWindow {
  return { from: idBefore(messages, messages.length - first), to: undefined }
}

/** With this message in its middle. */
export function windowAround(messages: readonly ChatMessage[], id: number): MessageWindow {
  const at = placeOf(messages, id)
  return { from: idBefore(messages, at - first / 2), to: idAfter(messages, at + first / 2) }
}

/** One reads towards its beginning. */
export function earlierWindow(messages: readonly ChatMessage[], { from, to }: MessageWindow): MessageWindow {
  const [start, end] = placesOf(messages, { from, to })
  if (start === 0) return { from, to }
  const next = Math.max(0, start - step)
  return { from: idBefore(messages, next), to: end - next > most ? idAfter(messages, next + most - 1) : to }
}

/** One reads towards the newest. */
export function laterWindow(messages: readonly ChatMessage[], { from, to }: MessageWindow): MessageWindow {
  const [start, end] = placesOf(messages, { from, to })
  const next = Math.min(messages.length, end + step)
  return { from: next - start > most ? idBefore(messages, next - most) : from, to: idAfter(messages, next - 1) }
}

/** As new messages come it grows at its end: here it is cut, in front where one reads the newest, else behind. */
export function cutWindow(messages: readonly ChatMessage[], window: MessageWindow, atNewest: boolean): MessageWindow {
  const [start, end] = placesOf(messages, window)
  if (end - start <= most + step) return window
  return atNewest ? newestWindow(messages) : { from: window.from, to: idAfter(messages, start + most - 1) }
}

export function startsWithOldest(messages: readonly ChatMessage[], { from }: MessageWindow): boolean {
  return placeOf(messages, from) === 0
}

export function messagesIn(messages: readonly ChatMessage[], window: MessageWindow): readonly ChatMessage[] {
  const [start, end] = placesOf(messages, window)
  return messages.slice(start, end)
}

/** Where the window begins and ends in the list. */
function placesOf(messages: readonly ChatMessage[], { from, to }: MessageWindow): [start: number, end: number] {
  return [placeOf(messages, from), to === undefined ? messages.length : placeOf(messages, to + 1)]
}

/** Of the first message that is not older, by halves. */
export function placeOf(messages: readonly ChatMessage[], id: number): number {
  let [low, high] = [0, messages.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((messages[middle]?.id ?? 0) < id) low = middle + 1
    else high = middle
  }
  return low
}

function idBefore(messages: readonly ChatMessage[], at: number): number {
  return messages[Math.max(0, at)]?.id ?? 0
}

function idAfter(messages: readonly ChatMessage[], at: number): number | undefined {
  return at >= messages.length - 1 ? undefined : messages[at]?.id
}
