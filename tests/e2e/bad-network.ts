// A bad network around one server: visitors reach its port and its media only through relays that a test can break.

/// <reference lib="dom" />

import type { Page } from 'playwright-core'
import { openTcpRelay, type TcpRelay } from '../../packages/lab/src/impair/tcp-relay.ts'
import { openUdpRelay, type UdpRelay } from '../../packages/lab/src/impair/udp-relay.ts'
import { seededRandom } from '../../packages/lab/src/rtc/random.ts'
import type { Parley } from '../parley-process.ts'
import type { TestBrowser, Visitor } from './browser.ts'

const loopback = '127.0.0.1'
const now = () => performance.now()

export class BadNetwork implements AsyncDisposable {
  readonly tcp: TcpRelay
  readonly udp: UdpRelay
  readonly #mediaPort: number

  /** Around the first media worker of this server. */
  static async open(server: Parley, seed = 1): Promise<BadNetwork> {
    const mediaPort = await mediaPortOf(server)
    const random = seededRandom(seed)
    const tcp = await openTcpRelay({ target: { address: loopback, port: server.port }, now })
    const udp = await openUdpRelay({ target: { address: loopback, port: mediaPort }, random, now })
    return new BadNetwork(tcp, udp, mediaPort)
  }

  private constructor(tcp: TcpRelay, udp: UdpRelay, mediaPort: number) {
    this.tcp = tcp
    this.udp = udp
    this.#mediaPort = mediaPort
  }

  /** Where a visitor goes instead of to the server. */
  get origin(): string {
    return `http://${loopback}:${this.tcp.port}`
  }

  /** Somebody whose packets all go through this network. */
  async visitor(browser: TestBrowser, name: string): Promise<Visitor> {
    const visitor = await browser.visitor(name)
    await this.carryMediaOf(visitor.page)
    return visitor
  }

  /** To be called before the page goes anywhere. */
  async carryMediaOf(page: Page): Promise<void> {
    await page.addInitScript(throughRelay, { from: this.#mediaPort, to: this.udp.port })
  }

  /** Nothing passes any more, and connections are reset. */
  goDown(): void {
    this.tcp.set('cut')
    this.udp.impair({ outage: true })
  }

  /** Returns the time of it, in ms since 1970. */
  comeBack(): number {
    this.tcp.set('open')
    this.udp.impair({})
    return Date.now()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.tcp.close(), this.udp.close()])
  }
}

async function mediaPortOf(server: Parley): Promise<number> {
  const [worker] = (await server.stats()).workers
  if (worker === undefined) throw new Error('the server has no media worker')
  return worker.port
}

/** Runs in the page: media goes to the relay's port, and never around it by TCP. */
function throughRelay({ from, to }: { from: number; to: number }): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    override async setRemoteDescription(...[description]: [RTCSessionDescriptionInit, ...unknown[]]): Promise<void> {
      const sdp = (description.sdp ?? '')
        .split('\r\n')
        .filter((line) => !/^a=candidate:.* tcp /i.test(line))
        .map((line) => line.replace(new RegExp(`^(a=candidate:.*) ${from} typ`), `$1 ${to} typ`))
        .join('\r\n')
      await super.setRemoteDescription({ type: description.type, sdp })
    }
  }
}
