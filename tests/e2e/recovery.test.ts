// People whose network is bad, with real browsers and real media: they come back by themselves, and others hardly notice.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openParley, type Parley, type Settings } from '../parley-process.ts'
import { WireClient } from '../wire-client.ts'
import { BadNetwork } from './bad-network.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'

/** Ada behind a bad network, Bob with a good one, and somebody who notes what all are told. */
class Scene implements AsyncDisposable {
  readonly server: Parley
  readonly network: BadNetwork
  readonly ada: Visitor
  readonly bob: Visitor
  readonly witness: WireClient

  static async open(browser: TestBrowser, settings: Settings = {}): Promise<Scene> {
    await using parts = new AsyncDisposableStack()
    const server = parts.use(await openParley({ settings }))
    const network = parts.use(await BadNetwork.open(server))
    const witness = parts.use(await WireClient.open(server.wsUrl))
    await witness.hello({ name: 'Witness' })
    await witness.join('kitchen')
    const ada = await network.visitor(browser, 'Ada')
    const bob = await browser.visitor('Bob')
    await Promise.all([ada.join(network.origin, 'kitchen'), bob.join(server.url, 'kitchen')])
    await Promise.all([ada.seesMoving('Bob'), bob.seesMoving('Ada'), ada.openChat()])
    parts.move()
    return new Scene({ server, network, ada, bob, witness })
  }

  private constructor(parts: Pick<Scene, 'server' | 'network' | 'ada' | 'bob' | 'witness'>) {
    this.server = parts.server
    this.network = parts.network
    this.ada = parts.ada
    this.bob = parts.bob
    this.witness = parts.witness
  }

  /** Ada's network is away for so long, and meanwhile others go on talking. Returns what was said, and when it is back. */
  async outage(forMs: number): Promise<{ said: string[]; backAt: number }> {
    this.network.goDown()
    const downAt = Date.now()
    const said: string[] = []
    while (Date.now() < downAt + forMs) {
      said.push(`said ${forMs}/${said.length}`)
      await this.witness.call('chat.send', { room: 'kitchen', text: said.at(-1) ?? '' })
      await pause(250)
    }
    return { said, backAt: this.network.comeBack() }
  }

  get left(): string[] {
    return this.witness
      .told('room.participantLeft')
      .flatMap(({ participants }) => participants.map(({ reason }) => reason))
  }

  get reconnecting(): boolean[] {
    return this.witness
      .told('room.participantChanged')
      .flatMap(({ participants }) => participants.map(({ reconnecting }) => reconnecting))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { page } of [this.ada, this.bob]) await page.context().close()
    await this.witness[Symbol.asyncDispose]()
    await this.network[Symbol.asyncDispose]()
    await this.server[Symbol.asyncDispose]()
  }
}

describe('a bad network', () => {
  let browser: TestBrowser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser[Symbol.asyncDispose]())

  it('a socket that is lost for a second costs nothing: media goes on, and nobody leaves', async () => {
    await using scene = await Scene.open(browser)
    const { ada, bob, network, witness } = scene
    const connections = await ada.connectionCount()
    network.tcp.set('cut')
    await witness.heard('room.participantChanged', ({ participants: [one] }) => one?.reconnecting === true)
    await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1)])
    network.tcp.set('open')
    await witness.heard('room.participantChanged', ({ participants: [one] }) => one?.reconnecting === false)
    await ada.says('I was away')
    await bob.reads('I was away')
    await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1)])
    assert.equal(await ada.connectionCount(), connections)
    assert.deepEqual([scene.left, scene.reconnecting], [[], [true, false]])
    assert.deepEqual(ada.complaints, [])
  })

  it('whoever is back sends a whole picture: others may have missed what the next ones are made of', async () => {
    await using scene = await Scene.open(browser)
    const { ada, network, witness } = scene
    const afterPictures = (more: number) =>
      ada.page.evaluate(async (more) => {
        const until = (await window.peers.picturesSent()).all + more
        for (;;) {
          const { all, whole } = await window.peers.picturesSent()
          if (all >= until) return whole
          await new Promise(requestAnimationFrame)
        }
      }, more)
    let whole = await afterPictures(1)
    for (let later = await afterPictures(40); later !== whole; later = await afterPictures(40)) whole = later
    network.tcp.set('cut')
    await witness.heard('room.participantChanged', ({ participants: [one] }) => one?.reconnecting === true)
    network.tcp.set('open')
    await witness.heard('room.participantChanged', ({ participants: [one] }) => one?.reconnecting === false)
    assert.ok((await afterPictures(40)) > whole)
  })

  it('a network that is lost for five seconds is back soon, without the loss of a word', async (test) => {
    await using scene = await Scene.open(browser)
    const { ada, bob } = scene
    const connections = await ada.connectionCount()
    const { said, backAt } = await scene.outage(5_000)
    const mediaMs = (await ada.videoAdvancesAt()) - backAt
    await ada.reads(said.at(-1) ?? '')
    test.diagnostic(`media was back after ${mediaMs} ms`)
    // The figure is 2 s, and is judged by `npm run bench:recovery`; here the machine may have other work.
    assert.ok(mediaMs <= 5_000, `it took ${mediaMs} ms`)
    assert.deepEqual(await ada.texts(/said \d+\/\d+/g), said)
    await Promise.all([bob.seesMoving('Ada'), bob.hears(1), ada.hears(1)])
    assert.equal(await ada.connectionCount(), connections)
    assert.deepEqual([scene.left, scene.reconnecting], [[], [true, false]])
  })

  it('who is away for longer than the grace has left, and is back by itself', async () => {
    await using scene = await Scene.open(browser, { 'session.graceMs': 500 })
    const { ada, bob } = scene
    const { said } = await scene.outage(2_500)
    assert.deepEqual([scene.left, scene.reconnecting], [['disconnected'], [true]])
    await ada.reads(said.at(-1) ?? '')
    assert.deepEqual(await ada.texts(/said \d+\/\d+/g), said)
    await Promise.all([ada.seesMoving('Bob'), bob.seesMoving('Ada'), bob.decodesVideoOf(1), bob.hears(1)])
    const { participants } = await scene.server.stats()
    assert.equal(participants, 3)
  })

  it('another address is no reason to leave: ICE finds the new way, over the same transports', async (test) => {
    await using scene = await Scene.open(browser)
    const { ada, bob, network, server } = scene
    const connections = await ada.connectionCount()
    await network.udp.changeAddress('127.0.0.7')
    const changedAt = Date.now()
    await ada.page.evaluate(() => window.dispatchEvent(new Event('online')))
    const mediaMs = (await ada.videoAdvancesAt()) - changedAt
    test.diagnostic(`media was back after ${mediaMs} ms`)
    await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1), bob.hears(1)])
    const restarts = (await server.metrics()).filter(
      ({ name, labels }) =>
        name === 'parley_call_duration_seconds_count' &&
        labels['method'] === 'transport.restartIce' &&
        labels['outcome'] === 'ok',
    )
    assert.ok(restarts.reduce((sum, { value }) => sum + value, 0) >= 2)
    assert.equal(await ada.connectionCount(), connections)
    assert.deepEqual([scene.left, scene.reconnecting], [[], []])
    assert.deepEqual(ada.complaints, [])
  })

  it('packets that stop although the socket lives are sought another way', async () => {
    await using scene = await Scene.open(browser)
    const { ada, bob, network, witness } = scene
    network.udp.impair({ outage: true })
    await ada.page.waitForFunction(() => window.peers.states().includes('disconnected'))
    network.udp.impair({})
    await Promise.all([ada.decodesVideoOf(1), bob.decodesVideoOf(1)])
    await witness.call('session.ping', {})
    assert.deepEqual([scene.left, scene.reconnecting], [[], []])
  })

  it('one who closes the page is gone at once', async () => {
    await using scene = await Scene.open(browser)
    const { ada, witness } = scene
    await ada.page.close()
    const { participants } = await witness.heard('room.participantLeft')
    assert.equal(participants.length, 1)
    assert.deepEqual(scene.reconnecting, [])
  })
})
