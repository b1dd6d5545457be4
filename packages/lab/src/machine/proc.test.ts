import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, it } from 'node:test'
import { parseListenerInode, parseReceiveBufferErrors, parseSocketLink, parseUdpSockets } from './proc-net.ts'
import {
  parseDescriptorLimit,
  parseProcessorTimes,
  parseProcessStat,
  parseRssBytes,
  parseThreadTimes,
} from './proc-stat.ts'
import { childrenOf, descriptorLimit, findListener, readProcess, readText, socketInodes } from './processes.ts'

const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 0100007F:1F91 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1
`
const udp = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 1234: 0100007F:9C40 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 815 2 0000000000000000 23
`
const snmp = `Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors
Udp: 100 1 7 90 6 0
UdpLite: InDatagrams RcvbufErrors
UdpLite: 0 99
`

describe('/proc', () => {
  it('tells CPU time, threads and parent of a process whose name is nasty', () => {
    const rest = Array.from({ length: 30 }, (_, index) => index + 100)
    const text = `42 (a) b (c) S 7 ${rest.join(' ')}\n`
    assert.deepEqual(parseProcessStat(text), {
      pid: 42,
      command: 'a) b (c',
      parent: 7,
      cpuSeconds: (109 + 110) / 100,
      threads: 115,
    })
    assert.equal(parseProcessStat(''), undefined)
  })

  it('tells memory and the limit of descriptors', () => {
    assert.equal(parseRssBytes('VmPeak:\t9 kB\nVmRSS:\t   2048 kB\n'), 2_097_152)
    assert.equal(parseRssBytes('State:\tZ (zombie)\n'), 0)
    assert.equal(
      parseDescriptorLimit('Max open files            1024                 4096                 files\n'),
      1_024,
    )
    assert.equal(parseDescriptorLimit('Max open files  unlimited unlimited files\n'), Number.POSITIVE_INFINITY)
  })

  it('tells how long a thread ran, and waited for a processor', () => {
    assert.deepEqual(parseThreadTimes('2064000 51000 12\n'), { runNs: 2_064_000, waitNs: 51_000 })
    assert.equal(parseThreadTimes(''), undefined)
  })

  it('tells busy and stolen time of the processors', () => {
    const times = parseProcessorTimes('cpu  100 10 50 800 20 5 5 10 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n')
    assert.deepEqual(times, { busy: 1.7, steal: 0.1, total: 10 })
  })

  it('tells who listens, and which sockets dropped packets', () => {
    assert.equal(parseListenerInode(tcp, 8080), 4711)
    assert.equal(parseListenerInode(tcp, 8081), undefined, 'a connection is no listener')
    assert.deepEqual(parseUdpSockets(udp), [{ inode: 815, localPort: 40_000, drops: 23 }])
    assert.equal(parseReceiveBufferErrors(snmp), 6)
    assert.equal(parseSocketLink('socket:[4711]'), 4_711)
    assert.equal(parseSocketLink('pipe:[1]'), undefined)
  })

  it('is read of this very process', async () => {
    const server = createServer()
    const socket = createSocket('udp4')
    try {
      server.listen(0, '127.0.0.1')
      socket.bind(0, '127.0.0.1')
      await Promise.all([once(server, 'listening'), once(socket, 'listening')])
      const address = server.address()
      assert.ok(typeof address === 'object' && address !== null)
      assert.equal(findListener(address.port), process.pid)
      const own = parseUdpSockets(readText('/proc/net/udp') ?? '').find(
        ({ localPort }) => localPort === socket.address().port,
      )
      assert.ok(own && socketInodes(process.pid).includes(own.inode))
      const use = readProcess(process.pid)
      assert.ok(use && use.cpuSeconds > 0 && use.rssBytes > 10e6 && use.descriptors > 5 && use.threads > 1)
      assert.ok(childrenOf(use.parent).includes(process.pid))
      assert.ok(descriptorLimit() > 100)
    } finally {
      server.close()
      socket.close()
    }
  })

  it('says nothing of a process that is no more', () => {
    assert.equal(readProcess(4_194_305), undefined)
    assert.deepEqual(socketInodes(4_194_305), [])
  })
})
