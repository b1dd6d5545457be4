// What this browser remembers between visits. A browser that forbids storage just forgets.

const key = (name: string) => `parley.${name}`

export interface Remembered {
  /** What others see. */
  readonly name: string
  /** Device ids of the last choice; browsers may have renamed them since, then the default is taken. */
  readonly camera: string
  readonly microphone: string
  /** Where the others are heard. */
  readonly speaker: string
  /** 'off' where people want to see themselves as the others do. */
  readonly mirrored: 'on' | 'off'
  /** 'off' where the person last joined without. */
  readonly cameraWanted: 'on' | 'off'
  readonly microphoneWanted: 'on' | 'off'
  /** How one looks at the people of a room: of `ViewMode`, `OwnPlace` and `Corner` in room/. */
  readonly viewMode: string
  readonly ownPlace: string
  readonly ownCorner: string
  /** 'off' where nothing sounds when somebody comes or goes. */
  readonly arrivalSounds: 'on' | 'off'
  /** 'on' where the browser shows a notice when one is named. */
  readonly mentionNotices: 'on' | 'off'
  /** Of `languages`, where one was chosen. */
  readonly language: string
}

export function recall<K extends keyof Remembered>(name: K): string {
  return read(key(name))
}

export function remember<K extends keyof Remembered>(name: K, value: Remembered[K]): void {
  write(key(name), value)
}

/** The signed guest id that this server gave us: it makes the next visit the same person. */
export function recallGuest(server: string): string | undefined {
  return read(key(`guest.${server}`)) || undefined
}

export function rememberGuest(server: string, guest: string): void {
  write(key(`guest.${server}`), guest)
}

/** Of whom is signed in at this server, as `account/account.ts` writes it; '' if nobody is. */
export function recallAccount(server: string): string {
  return read(accountKey(server))
}

export function rememberAccount(server: string, account: string): void {
  write(accountKey(server), account)
}

/** For the events of localStorage. */
export function accountKey(server: string): string {
  return key(`account.${server}`)
}

/** A token from the link, for this tab only: reloading the page keeps it, sharing the link does not. '' is the home page. */
export function rememberToken(room: string, token: string): void {
  try {
    sessionStorage.setItem(key(`token.${room}`), token)
  } catch {
    // Storage is forbidden: the token works until the page is loaded again.
  }
}

export function recallToken(room: string): string | undefined {
  try {
    return sessionStorage.getItem(key(`token.${room}`)) ?? sessionStorage.getItem(key('token.')) ?? undefined
  } catch {
    return undefined // storage is forbidden here
  }
}

export function forgetToken(token: string): void {
  try {
    for (const [name, value] of Object.entries(sessionStorage)) {
      if (name.startsWith(key('token.')) && value === token) sessionStorage.removeItem(name)
    }
  } catch {
    // Storage is forbidden here: there is nothing to forget.
  }
}

function read(name: string): string {
  try {
    return localStorage.getItem(name) ?? ''
  } catch {
    return '' // storage is forbidden here
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Storage is forbidden or full: the next visit starts fresh, nothing else is lost.
  }
}
