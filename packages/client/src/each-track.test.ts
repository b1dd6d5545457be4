import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachTrack } from './each-track.ts'
import { nextEvent } from './listening.ts'
import { participant, roomState, track } from './testing/answers.ts'
import { dial, serve } from './testing/client.ts'

test('each track of others is shown once and taken away once, whatever ends it', async (context) => {
  const server = await serve(context, {
    'room.join': () =>
      roomState(server, { participants: [participant('self-1', track('own')), participant('bob', track('bobs'))] }),
  })
  const room = await (await dial(server)).join('lobby')
  const log: string[] = []
  eachTrack(room, ({ id }) => {
    log.push(`+${id}`)
    return () => log.push(`-${id}`)
  })
  assert.deepEqual(log.splice(0), ['+bobs'])

  const left = nextEvent(room, 'participantLeft')
  server.fact('room.participantJoined', { participants: [participant('eve')] })
  server.fact('track.published', { participant: 'eve', track: track('eves') })
  server.fact('track.published', { participant: 'bob', track: track('more') })
  server.fact('track.unpublished', { participant: 'bob', track: 'bobs' })
  server.fact('room.participantLeft', { participants: [{ id: 'eve', reason: 'left' }] })
  await left
  assert.deepEqual(log.splice(0), ['+eves', '+more', '-bobs', '-eves'])

  await room.leave()
  assert.deepEqual(log, ['-more'])
})

test('what is shown ends with its signal, or the function it returns, and nothing comes after', async (context) => {
  const server = await serve(context, {
    'room.join': () => roomState(server, { participants: [participant('bob', track('bobs'))] }),
  })
  const room = await (await dial(server)).join('lobby')
  const shown = new Set<string>()
  const show = ({ id }: { readonly id: string }) => {
    shown.add(id)
    return () => void shown.delete(id)
  }
  const ending = new AbortController()
  eachTrack(room, show, { signal: ending.signal })
  assert.deepEqual([...shown], ['bobs'])
  ending.abort()
  assert.deepEqual([...shown], [])
  const off = eachTrack(room, show)
  off()
  const published = nextEvent(room, 'trackPublished')
  server.fact('track.published', { participant: 'bob', track: track('more') })
  await published
  eachTrack(room, show, { signal: AbortSignal.abort() })
  assert.deepEqual([...shown], [])
})
