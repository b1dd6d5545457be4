// `<parley-room>`: a room of a Parley server in any page, as a frame with the web app in it. A door of its own: `@parley/client/element`.

/// <reference lib="dom" />

import { isFrameMessage, type PageMessage } from './frame-messages.ts'

export { type FrameMessage, isPageMessage, type PageMessage } from './frame-messages.ts'

/** What the room may use of the browser: the page hands it on to the frame. */
const allowed = [
  'autoplay',
  'camera',
  'microphone',
  'display-capture',
  'fullscreen',
  'picture-in-picture',
  'screen-wake-lock',
  'speaker-selection',
  'clipboard-write',
].join('; ')

/** Each is told on the element as a `CustomEvent` whose `detail` says the room. */
export interface ParleyRoomEventMap {
  joined: CustomEvent<{ readonly room: string }>
  left: CustomEvent<{ readonly room: string }>
}

/**
 * `<parley-room server="https://parley.example" room="kitchen" name="Ada">`. Who has a name, or a token with one, is in
 * at once; else the room's own door asks. The server must know the page's origin (`http.embedders`).
 * Changing an attribute begins anew; taking the element out of the page leaves the room.
 */
export interface ParleyRoomElement extends HTMLElement {
  /** Leaves the room; `left` follows, and the frame shows the door. */
  leave(): void
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-room': ParleyRoomElement
  }
}

/** Where the web app shows a room to a page of this origin. @throws {TypeError} where `server` is no URL */
export function frameUrl(
  { server, room, name, token }: { server: string; room: string; name?: string | null; token?: string | null },
  origin: string,
): string {
  const url = new URL(`r/${encodeURIComponent(room)}`, server.endsWith('/') ? server : `${server}/`)
  url.searchParams.set('embed', origin)
  if (name) url.searchParams.set('name', name)
  // Behind `#`, where no server and no log sees it.
  if (token) url.hash = `token=${encodeURIComponent(token)}`
  return url.href
}

/**
 * Makes `<parley-room>` known to the page; calling it again does nothing. Pages only: elsewhere there are no elements.
 * `server` is for elements that name none.
 */
export function defineParleyRoom({ server: usual }: { readonly server?: string } = {}): void {
  if (customElements.get('parley-room') !== undefined) return

  class ParleyRoom extends HTMLElement implements ParleyRoomElement {
    static readonly observedAttributes = ['server', 'room', 'name', 'token']
    #frame: HTMLIFrameElement | undefined
    #listening: AbortController | undefined

    connectedCallback(): void {
      this.#listening = new AbortController()
      const page = this.ownerDocument.defaultView
      page?.addEventListener('message', (event) => this.#hear(event), { signal: this.#listening.signal })
      this.#show()
    }

    disconnectedCallback(): void {
      this.#listening?.abort()
      this.#listening = undefined
      this.#frame?.remove()
      this.#frame = undefined
    }

    attributeChangedCallback(_: string, before: string | null, now: string | null): void {
      if (before !== now && this.#listening !== undefined) this.#show()
    }

    leave(): void {
      const message: PageMessage = { parley: 'leave' }
      if (this.#frame) this.#frame.contentWindow?.postMessage(message, new URL(this.#frame.src).origin)
    }

    #show(): void {
      const [server, room] = [this.getAttribute('server') ?? usual, this.getAttribute('room')]
      this.#frame?.remove()
      this.#frame = undefined
      const page = this.ownerDocument.defaultView
      if (!server || !room || page === null) return
      const frame = this.ownerDocument.createElement('iframe')
      const [name, token] = [this.getAttribute('name'), this.getAttribute('token')]
      frame.allow = allowed
      frame.title = room
      Object.assign(frame.style, { border: '0', display: 'block', width: '100%', height: '100%' })
      frame.src = frameUrl({ server, room, name, token }, page.location.origin)
      this.#frame = frame
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      root.append(frame)
      if (this.style.display === '') this.style.display = 'block'
    }

    #hear({ origin, source, data }: MessageEvent): void {
      const frame = this.#frame
      if (!frame || source !== frame.contentWindow || origin !== new URL(frame.src).origin) return
      if (isFrameMessage(data)) this.dispatchEvent(new CustomEvent(data.parley, { detail: { room: data.room } }))
    }
  }

  customElements.define('parley-room', ParleyRoom)
}
