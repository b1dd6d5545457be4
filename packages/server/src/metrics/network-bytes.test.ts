import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readNetworkBytes, sumInterfaces } from './network-bytes.ts'

const head = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 5000 50 0 0 0 0 0 0 5000 50 0 0 0 0 0 0
`

it('what the machine sends and receives is that of all interfaces but loopback', () => {
  const table = `${head}  eth0: 100 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n  eth1:7 1 0 0 0 0 0 0 3 1 0 0 0 0 0 0\n`
  assert.deepEqual(
    sumInterfaces(table, () => false),
    { receivedBytes: 107, sentBytes: 23 },
  )
})

it('what passes a bridge is not counted beside the card that carries it', () => {
  const table = `${head}  eth0: 100 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n  br0:100 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n`
  assert.deepEqual(
    sumInterfaces(table, (name) => name === 'eth0'),
    { receivedBytes: 100, sentBytes: 20 },
  )
})

it('it is that of loopback where there is nothing else', () => {
  assert.deepEqual(
    sumInterfaces(head, () => false),
    { receivedBytes: 5000, sentBytes: 5000 },
  )
})

it('it is unknown where the system does not tell', async () => {
  assert.equal(
    sumInterfaces('', () => false),
    undefined,
  )
  assert.equal(await readNetworkBytes('/nowhere/dev'), undefined)
})
