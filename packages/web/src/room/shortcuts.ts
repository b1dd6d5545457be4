// Single keys that do what buttons do, and where they stay what they are. Pure.

export interface Shortcut {
  /** `KeyboardEvent.key`, small; several mean the same. */
  readonly keys: readonly [string, ...string[]]
  /** What it does, for the help sheet. */
  readonly label: string
  /** @param key which of `keys` it was */
  press(key: string): void
}

/** One key that does one thing. */
export function shortcut(key: string, label: string, press: () => void): Shortcut {
  return { keys: [key], label, press }
}

/** Of the pages of the stage. */
export const pageKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** Here a key is a letter, or chooses something. */
const typing = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'
const choosing = '[role="menu"], [role="listbox"], [role="dialog"], [popover]:popover-open'
/** Here arrows and page keys scroll or move. */
const moving = 'aside, [role="log"], [role="slider"], [role="tablist"], [role="grid"], [role="radiogroup"]'
/** Here the space bar presses. */
const pressing = 'button, a[href], summary, [role="button"], [role="switch"], [role="checkbox"]'

interface Target {
  closest(selectors: string): unknown
}

type Modifiers = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing' | 'defaultPrevented'>

/** @returns whether this key, pressed at this element, is meant for the room */
export function isForRoom(key: string, target: Target | null, event: Modifiers): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false
  if (!target) return true
  if (target.closest(typing) || target.closest(choosing)) return false
  return !(isMove(key) && target.closest(moving))
}

/**
 * Whether the space bar at this element is for talking. Whoever came to a button by keyboard presses it with the space bar;
 * whoever clicked it has forgotten that it has the focus.
 * @param byPointer how the focus came there: `:focus-visible` changes with the first key
 */
export function isForTalking(target: Target | null, byPointer: boolean): boolean {
  return byPointer || !target?.closest(pressing)
}

export function findShortcut(shortcuts: readonly Shortcut[], key: string): Shortcut | undefined {
  return shortcuts.find(({ keys }) => keys.includes(key.toLowerCase()))
}

function isMove(key: string): boolean {
  return key.startsWith('Arrow') || key.startsWith('Page') || key === ' ' || /^\d$/.test(key)
}

/** What stands on the keys; of a row of digits the first and the last. */
export function keyNames(keys: readonly string[]): readonly string[] {
  const [first, last] = [keys[0], keys.at(-1)]
  if (keys.length > 3 && first !== undefined && last !== undefined) return [keyName(first), '…', keyName(last)]
  return keys.map(keyName)
}

function keyName(key: string): string {
  const names: Readonly<Record<string, string>> = { arrowleft: '←', arrowright: '→', ' ': '␣' }
  return names[key] ?? key.toUpperCase()
}
