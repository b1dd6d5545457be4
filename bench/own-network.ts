// A benchmark in a network namespace of its own, with an address that is not loopback: no packet can leave.

import { spawnSync } from 'node:child_process'
import { networkInterfaces } from 'node:os'

export const ownAddress = '10.254.0.1'

const unshare = '/usr/bin/unshare'
const card = 'parley-bench'
const otherEnd = 'parley-end'
// Not a dummy, which some kernels lack; its other end is up too, or this one would have no carrier.
const build = [
  'ip link set lo up',
  `ip link add ${card} type veth peer name ${otherEnd}`,
  `ip address add ${ownAddress}/24 dev ${card}`,
  `ip link set ${card} up`,
  `ip link set ${otherEnd} up`,
].join(' && ')

/**
 * Begins the program again inside, as the same process, so that all that it starts is inside as well. The namespace has
 * no name: the kernel removes it with its last process, however that ends.
 * @returns undefined inside; why it cannot be, where it cannot
 */
export function enterOwnNetwork(): string | undefined {
  if (networkInterfaces()[card] !== undefined) return undefined
  const tried = spawnSync(unshare, ['--net', 'sh', '-c', build], { encoding: 'utf8' })
  if (tried.status !== 0) return tried.error?.message ?? tried.stderr.trim().replaceAll('\n', '; ')
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(unshare, [unshare, '--net', 'sh', '-c', `${build} && exec "$@"`, 'sh', ...again], process.env)
  return 'this platform has no execve'
}
