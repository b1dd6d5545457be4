import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const program = join(import.meta.dirname, '../main.ts')

describe('parley-lab stress', () => {
  it('runs each level against a server of its own, and puts them side by side', async () => {
    const out = mkdtempSync(join(tmpdir(), 'parley-stress-test-'))
    const { stdout } = await lab([
      'stress',
      '2 3',
      '2',
      '--audio-only',
      '--out',
      out,
      '--server-flags',
      '--media-workers 1',
    ])
    assert.match(stdout, /clients +connected .* verdict\n +2 +2 \(100 %\).*\n +3 +3 \(100 %\)/)
    const levels: { clients: number; connected: number; serverRssBytes: number; delivered: number }[] = JSON.parse(
      readFileSync(join(out, 'stress.json'), 'utf8'),
    )
    assert.deepEqual(
      levels.map(({ clients, connected }) => [clients, connected]),
      [
        [2, 2],
        [3, 3],
      ],
    )
    assert.ok(levels.every(({ serverRssBytes, delivered }) => serverRssBytes > 0 && delivered > 0.9))
    const pids = [2, 3].map((level) => JSON.parse(readFileSync(join(out, `${level}/lab.json`), 'utf8')).server.pid)
    assert.notEqual(pids[0], pids[1])
  })

  it('says in a line that a server did not start', async () => {
    const { code, stderr } = await lab(['stress', '2', '2', '--server-flags', '--media-workers many'])
    assert.equal(code, 4)
    assert.match(stderr, /^parley-lab: the server did not start: .*media\.workers/)
  })
})

function lab(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}
