import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ownAddress } from './own-network.ts'

const file = join(import.meta.dirname, 'own-network.ts')
const program = `
  import { networkInterfaces } from 'node:os'
  import { enterOwnNetwork } from ${JSON.stringify(file)}
  const why = enterOwnNetwork()
  const addresses = Object.values(networkInterfaces()).flat().filter(({ family }) => family === 'IPv4')
  console.log(JSON.stringify({ why, pid: process.pid, addresses: addresses.map(({ address }) => address) }))`

describe('a network of our own', () => {
  const skip = process.getuid?.() !== 0 && 'only root may make one'

  it('has loopback and one address more, and is entered by the same process', { skip }, () => {
    const { stdout, pid } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
    })
    assert.deepEqual(JSON.parse(stdout), { pid, addresses: ['127.0.0.1', ownAddress] })
  })
})
