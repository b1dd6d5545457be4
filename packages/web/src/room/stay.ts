// Remembers in this tab that one is in a room, so that an accidental reload leads straight back. It ends with leaving, and
// a link that is opened anew never leads in by itself.

export interface Stay {
  readonly room: string
  readonly name: string
  readonly password?: string | undefined
}

const key = 'parley.stay'

export function beginStay(stay: Stay): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(stay))
  } catch {
    // Storage is forbidden: a reload leads to the door.
  }
}

export function endStay(): void {
  try {
    sessionStorage.removeItem(key)
  } catch {
    // Storage is forbidden here: there is nothing to forget.
  }
}

/** Where one was before this page was loaded again; undefined where it was opened in another way, or is another room. */
export function recallStay(room: string): Stay | undefined {
  try {
    return stayAfter(navigationType(), sessionStorage.getItem(key), room)
  } catch {
    return undefined // storage is forbidden here
  }
}

/** @param kept as `beginStay` has written it */
export function stayAfter(navigation: string | undefined, kept: string | null, room: string): Stay | undefined {
  if (navigation !== 'reload' || kept === null || room === '') return undefined
  const stay: unknown = JSON.parse(kept)
  return isStay(stay) && stay.room === room ? stay : undefined
}

/** Of `PerformanceNavigationTiming`: navigate, reload, back_forward. */
function navigationType(): string | undefined {
  const [entry] = performance.getEntriesByType('navigation')
  return entry instanceof PerformanceNavigationTiming ? entry.type : undefined
}

function isStay(value: unknown): value is Stay {
  if (typeof value !== 'object' || value === null) return false
  if (!('room' in value) || typeof value.room !== 'string') return false
  if (!('name' in value) || typeof value.name !== 'string') return false
  return !('password' in value) || typeof value.password === 'string'
}
