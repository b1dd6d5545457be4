// How well one is connected: the panel, marks, the sentence that says what is wrong, remedies, the report.

/// <reference lib="dom" />

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Locator } from 'playwright-core'
import { openParley, type Parley } from '../parley-process.ts'
import { mustBeAccessible } from './axe.ts'
import { BadNetwork } from './bad-network.ts'
import { openBrowser, type TestBrowser, type Visitor } from './browser.ts'
import { until } from './sdk-page.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
/** Figures rest on eight seconds, the browser needs as long to trust a line again, and the machine may be busy. */
const patienceMs = 60_000

const panelOf = ({ page }: Visitor) => page.getByRole('complementary', { name: 'Connection quality' })
const verdictOf = (visitor: Visitor) => panelOf(visitor).getByRole('region', { name: 'Verdict' })

async function openPanel(visitor: Visitor): Promise<Locator> {
  await visitor.click(/^More$/)
  await visitor.page.getByRole('menuitem', { name: 'Connection quality' }).click()
  await panelOf(visitor).waitFor()
  return panelOf(visitor)
}

async function closePanel(visitor: Visitor): Promise<void> {
  await visitor.click('Close connection quality')
  await panelOf(visitor).waitFor({ state: 'detached' })
}

/** Runs in the page: a firewall that lets no UDP through. */
function withoutUdp(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    override async setRemoteDescription(...[description]: [RTCSessionDescriptionInit, ...unknown[]]): Promise<void> {
      const lines = (description.sdp ?? '').split('\r\n')
      const sdp = lines.filter((line) => !/^a=candidate:.* udp /i.test(line)).join('\r\n')
      await super.setRemoteDescription({ type: description.type, sdp })
    }
  }
}

describe('the quality of a connection', () => {
  let parley: Parley
  let network: BadNetwork
  let browser: TestBrowser
  let ada: Visitor
  let bob: Visitor

  before(async () => {
    parley = await openParley()
    network = await BadNetwork.open(parley)
    browser = await openBrowser()
    ada = await network.visitor(browser, 'Ada')
    bob = await browser.visitor('Bob', phone)
    await ada.join(network.origin, 'kitchen')
    await bob.join(parley.url, 'kitchen')
    await ada.decodesVideoOf(1)
    await bob.decodesVideoOf(1)
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await network[Symbol.asyncDispose]()
    await parley[Symbol.asyncDispose]()
  })

  it('stands in a panel, by keyboard alone, in pictures and in words', async () => {
    const { page } = ada
    const more = page.getByRole('button', { name: 'More', exact: true })
    await more.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Connection quality' }).press('Enter')
    const panel = panelOf(ada)
    await panel.getByRole('figure', { name: 'Bitrate' }).waitFor()
    await panel.getByText(/^Sent: now [\d,.]+ kbit\/s, between .* Received: now/).waitFor()
    for (const name of ['Loss', 'Round trip', 'Jitter of voices', 'Frame rate', 'Height of pictures'])
      await panel.getByRole('figure', { name }).waitFor()
    await panel.getByRole('row', { name: /Protocol UDP/ }).waitFor()
    await panel.getByRole('row', { name: /Voices \(estimated\)/ }).waitFor()
    await mustBeAccessible(page)
    await panel.getByRole('button', { name: 'Close connection quality' }).press('Escape')
    await panel.waitFor({ state: 'detached' })
    assert.ok(await more.evaluate((button) => button === document.activeElement))
  })

  it('is told of one track: codec, resolution, frame rate', async () => {
    const panel = await openPanel(ada)
    await panel.getByRole('button', { name: /^Show .*Bob.*camera.* over time$/ }).click()
    const facts = panel.getByRole('table', { name: /Bob.*camera/ })
    await facts.getByRole('row', { name: 'Codec VP8' }).waitFor()
    await facts.getByRole('row', { name: /Picture \d+ × \d+, \d+\/s/ }).waitFor()
    assert.match(String(await panel.getByRole('combobox', { name: 'Show' }).inputValue()), /./)
    const show = panel.getByRole('combobox', { name: 'Show' })
    await show.selectOption(await show.getByRole('option', { name: /Bob.*: everything/ }).getAttribute('value'))
    await facts.waitFor({ state: 'detached' })
    await panel.getByText(/^Received: now [\d,.]+ kbit\/s, between [^:]*$/).waitFor()
    await show.selectOption({ label: 'Everything' })
    await panel.getByText(/^Sent: now [\d,.]+ kbit\/s, between/).waitFor()
    await closePanel(ada)
  })

  it('is readable on a phone, in the dark', async () => {
    const panel = await openPanel(bob)
    await bob.page.emulateMedia({ colorScheme: 'dark' })
    await panel.getByRole('figure', { name: 'Bitrate' }).waitFor()
    const box = await panel.boundingBox()
    assert.deepEqual([box?.width, box?.height], [390, 844])
    const widest = await panel.evaluate((aside) =>
      Math.max(...[...aside.querySelectorAll('*')].map((element) => element.getBoundingClientRect().right)),
    )
    assert.ok(widest <= 390, `something reaches to ${widest} pixels`)
    await mustBeAccessible(bob.page, 'aside')
    await bob.page.emulateMedia({ colorScheme: 'light' })
    await closePanel(bob)
  })

  it('says that the uplink loses packets, and that all is well when it does not any more', async (test) => {
    await openPanel(ada)
    await verdictOf(ada).getByText('Everything is fine.').waitFor({ timeout: patienceMs })
    network.udp.impair({ loss: { kind: 'uniform', rate: 0.05 } }, 'up')
    const beganAt = performance.now()
    await verdictOf(ada)
      .getByText(/Your uplink is at its limit: [3-9] % loss\./)
      .waitFor({ timeout: patienceMs })
    test.diagnostic(`said after ${Math.round(performance.now() - beganAt)} ms`)
    network.udp.impair({}, 'up')
    const endedAt = performance.now()
    await verdictOf(ada).getByText('Everything is fine.').waitFor({ timeout: patienceMs })
    test.diagnostic(`well again after ${Math.round(performance.now() - endedAt)} ms`)
    await closePanel(ada)
  })

  it('says that the uplink is narrow, over the people too, and one click gives the voice room', async (test) => {
    network.udp.impair({ rateBps: 100_000, queueBytes: 12_000 }, 'up')
    const beganAt = performance.now()
    const banner = ada.page.getByRole('status').filter({ hasText: 'Your uplink is at its limit' })
    await banner.waitFor({ timeout: patienceMs })
    test.diagnostic(`the banner came after ${Math.round(performance.now() - beganAt)} ms`)
    await ada
      .tile('Ada (you)')
      .getByRole('button', { name: /^Your uplink: (poor|lost)\. Show details/ })
      .click()
    await verdictOf(ada)
      .getByText(/Your uplink is at its limit/)
      .first()
      .waitFor({ timeout: patienceMs })
    await closePanel(ada)
    await banner.getByRole('button', { name: 'Turn my camera off' }).click({ timeout: patienceMs })
    await ada.page.getByRole('button', { name: 'Turn camera on' }).waitFor()
    await banner.waitFor({ state: 'detached', timeout: patienceMs })
    network.udp.impair({}, 'up')
    await ada.click('Turn camera on')
    await bob.decodesVideoOf(1)
  })

  it('lets one receive no pictures, and pictures again', async () => {
    await bob.click(/^More$/)
    await bob.page.getByRole('menuitemcheckbox', { name: 'Receive no pictures' }).click()
    await bob.page.getByText('You receive no pictures.').waitFor()
    await bob.tile('Ada').locator('video').waitFor({ state: 'detached' })
    const frames = async () => (await bob.inboundVideo()).reduce((sum, { framesDecoded }) => sum + framesDecoded, 0)
    let last = await frames()
    await until('no more pictures', async () => {
      const stood = last
      last = await frames()
      return stood === last
    })
    await mustBeAccessible(bob.page, 'main')
    await bob.click('Receive all pictures')
    await bob.seesMoving('Ada')
  })

  it('names TCP, and what it means', async () => {
    const eve = await browser.visitor('Eve')
    await eve.page.addInitScript(withoutUdp)
    await eve.join(parley.url, 'kitchen')
    await openPanel(eve)
    const says = verdictOf(eve).getByText('You are connected over TCP: a firewall blocks UDP. Pictures may stutter.')
    await says.first().waitFor({ timeout: patienceMs })
    await panelOf(eve).getByRole('row', { name: 'Protocol TCP' }).waitFor()
    await eve.page.context().close()
  })

  it('stands in the list of people', async () => {
    await ada.click(/^(Show )?[Pp]eople/)
    const people = ada.page.getByRole('complementary', { name: /^People/ })
    await people.getByText(/^Connection of .*Bob.*: (good|fair|poor)$/).waitFor({ timeout: patienceMs })
    await people.getByText(/^Your uplink: /).waitFor()
    await ada.page.keyboard.press('Escape')
    await ada.click(/^(Close|Hide) people/)
  })

  it('is copied as a report, without names', async () => {
    const { page } = ada
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write', 'camera', 'microphone'])
    const panel = await openPanel(ada)
    await panel.getByRole('figure', { name: 'Bitrate' }).waitFor()
    await panel.getByRole('button', { name: 'Copy report' }).click()
    await panel.getByText('The report is copied.').waitFor()
    const report = await page.evaluate(() => navigator.clipboard.readText())
    assert.match(report, /^Quality report\nTime: \d{4}-.*\nRoom: kitchen\nApp: Parley \d.*\nServer: \S+ \d/)
    assert.doesNotMatch(report, /Bob|127\.0\.0\.1/)
    const data = JSON.parse(report.slice(report.indexOf('\n{')))
    assert.equal(data.receive.protocol, 'udp')
    assert.ok(data.tracks.length >= 3)
    await closePanel(ada)
  })

  it('can be copied by hand where a page may not copy', async () => {
    await bob.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
    const panel = await openPanel(bob)
    await panel.getByRole('button', { name: 'Copy report' }).click()
    const report = panel.getByRole('textbox', { name: /Select the report/ })
    assert.match(await report.inputValue(), /^Quality report/)
    const selected = () => report.evaluate((area: HTMLTextAreaElement) => area.selectionEnd - area.selectionStart)
    assert.ok((await selected()) > 500)
    await mustBeAccessible(bob.page, 'aside')
    await closePanel(bob)
    assert.deepEqual([...ada.complaints, ...bob.complaints], [])
  })
})
