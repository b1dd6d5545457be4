import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Config, ConfigError, readConfig } from './config.ts'
import { guestsAllowed, mediaAddress, refuseUnsafe } from './exposure.ts'

describe('exposure', () => {
  it('is refused beyond loopback without a key, unless everybody is meant to get in', () => {
    assert.throws(() => refuseUnsafe(config(['http.host', '0.0.0.0'])), ConfigError)
    assert.throws(() => refuseUnsafe(config(['http.host', '192.0.2.1'])), /--auth-keys.*--open/)
    assert.throws(() => refuseUnsafe(config(['http.host', '127.evil.example'])), ConfigError)
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) refuseUnsafe(config(['http.host', host]))
    refuseUnsafe(config(['http.host', '0.0.0.0'], ['auth.open', true]))
    refuseUnsafe(config(['http.host', '0.0.0.0'], ['auth.keys', key]))
  })

  it('lets guests in only while there is no key, or where it is said', () => {
    assert.equal(guestsAllowed(config().auth), true)
    assert.equal(guestsAllowed(config(['auth.keys', key]).auth), false)
    assert.equal(guestsAllowed(config(['auth.keys', key], ['auth.guests', 'true']).auth), true)
    assert.equal(guestsAllowed(config(['auth.guests', 'false']).auth), false)
    assert.equal(guestsAllowed(config(['auth.guests', 'false'], ['auth.open', true]).auth), false)
  })

  it('tells clients an address that they can reach', () => {
    assert.deepEqual(mediaAddress(config(), interfaces), { listenAddress: '127.0.0.1' })
    const everywhere = config(['http.host', '0.0.0.0'])
    assert.deepEqual(mediaAddress(everywhere, interfaces), { listenAddress: '0.0.0.0', announcedAddress: '192.0.2.7' })
    const behindNat = config(['http.host', '0.0.0.0'], ['media.announcedAddress', 'meet.example.org'])
    assert.equal(mediaAddress(behindNat, interfaces).announcedAddress, 'meet.example.org')
    assert.throws(() => mediaAddress(everywhere, {}), /--media-announced-address/)
  })
})

const key = `dev=${'x'.repeat(32)}`
const interfaces = {
  lo: [{ address: '127.0.0.1', netmask: '', family: 'IPv4', mac: '', internal: true, cidr: null }],
  eth0: [
    { address: 'fe80::1', netmask: '', family: 'IPv6', mac: '', internal: false, cidr: null, scopeid: 2 },
    { address: '192.0.2.7', netmask: '', family: 'IPv4', mac: '', internal: false, cidr: null },
  ],
} as const

function config(...flags: [string, string | boolean][]): Config {
  return readConfig({ environment: {}, flags: new Map(flags) })
}
