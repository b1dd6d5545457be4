import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { quiet } from '../log/log.ts'
import { ownFile } from './sqlite-owner.ts'
import { openStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'parley-owner-'))
after(() => rmSync(folder, { recursive: true }))

describe('a database file', () => {
  it('has one owner at a time, who is named to whoever comes second', () => {
    const path = join(folder, 'a.db')
    const release = ownFile(path, process.pid)
    assert.throws(() => ownFile(path, process.ppid), new RegExp(`process ${process.pid} is using it`))
    release()
    ownFile(path, process.ppid)()
    assert.equal(existsSync(`${path}.pid`), false)
  })

  it('is free when its owner has died', () => {
    const path = join(folder, 'b.db')
    writeFileSync(`${path}.pid`, '999999999')
    ownFile(path, process.pid)()
  })

  it('is refused, and left alone, when it is something else', async () => {
    const path = join(folder, 'precious.txt')
    writeFileSync(path, 'precious')
    await assert.rejects(openStore({ url: `sqlite:${path}`, log: quiet, now: Date.now }), /is no database/)
    assert.ok(existsSync(path))
  })
})
