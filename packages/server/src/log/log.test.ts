import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openLog } from './log.ts'

describe('log', () => {
  it('writes one JSON line with the message, the level and the facts beside it', () => {
    const lines: string[] = []
    openLog('info', { write: (line) => void lines.push(line) })
      .with({ room: 'kitchen' })
      .warn('room is full', { size: 4 })
    const { time, ...rest } = JSON.parse(lines.join(''))
    assert.deepEqual(rest, { level: 'warn', room: 'kitchen', size: 4, message: 'room is full' })
    assert.ok(Date.parse(time) > 0)
  })

  it('never writes a token or a password', () => {
    const lines: string[] = []
    const log = openLog('debug', { write: (line) => void lines.push(line) })
    log.info('hello', { token: 'eyJhbGciOi', params: { password: 'hunter2' } })
    assert.doesNotMatch(lines.join(''), /eyJhbGciOi|hunter2/)
  })

  it('keeps the cause of an error', () => {
    const lines: string[] = []
    const log = openLog('info', { write: (line) => void lines.push(line) })
    log.error('failed', { error: new Error('outer', { cause: new Error('inner') }) })
    assert.match(lines.join(''), /outer/)
    assert.match(lines.join(''), /inner/)
  })
})
