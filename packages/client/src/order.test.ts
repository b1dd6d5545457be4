import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '@parley/protocol'
import { participant, roomInfo, roomState } from './testing/answers.ts'
import { dial, listen, serve } from './testing/client.ts'

const ada = { id: 'waiting-1', person: 'ada', name: 'Ada', since: '2026-01-01T00:00:00.000Z' }

describe('the order of a room', () => {
  it('waits in the lobby until it is let in, and gives the password each time', async (context) => {
    const passwords: (string | undefined)[] = []
    const server = await serve(context, {
      'room.join': ({ password }, peer) => {
        passwords.push(password)
        if (passwords.length > 1) return roomState(server)
        peer.send('room.admitted', { room: 'lobby' })
        throw new Refusal('room.waiting')
      },
    })
    const parley = await dial(server)
    let waited = 0
    const onWaiting = () => {
      waited += 1
    }
    const room = await parley.join('lobby', { password: 'milk', onWaiting })
    assert.deepEqual([room.state, waited, passwords], ['joined', 1, ['milk', 'milk']])
  })

  it('is refused when nobody lets it in', async (context) => {
    const server = await serve(context, {
      'room.join': () => {
        throw new Refusal('room.waiting')
      },
    })
    const parley = await dial(server)
    const onWaiting = () => server.own('room.denied', {})
    await assert.rejects(parley.join('lobby', { onWaiting }), { reason: 'room.denied' })
    assert.equal(parley.rooms.size, 0)
  })

  it('does not knock again by itself where it was not let in again', async (context) => {
    let joins = 0
    const server = await serve(context, {
      'room.join': () => {
        joins += 1
        if (joins > 1) throw new Refusal('room.denied')
        return roomState(server)
      },
    })
    const room = await (await dial(server)).join('lobby')
    const left = new Promise((resolve) => room.on('left', resolve))
    server.peer.drop()
    assert.equal(Object(await left).reason, 'refused')
    assert.deepEqual([room.state, joins], ['left', 2])
  })

  it('leaves the lobby when the app does not want to wait any more', async (context) => {
    const left = Promise.withResolvers<string>()
    const server = await serve(context, {
      'room.join': () => {
        throw new Refusal('room.waiting')
      },
      'room.leave': ({ room }) => {
        left.resolve(room)
        return {}
      },
    })
    const parley = await dial(server)
    const abort = new AbortController()
    const joining = parley.join('lobby', { signal: abort.signal, onWaiting: () => abort.abort() })
    await assert.rejects(joining, { kind: 'aborted' })
    assert.equal(await left.promise, 'lobby')
  })

  it('knows the settings, who waits, and reactions, and tells when they change', async (context) => {
    const server = await serve(context, {
      'room.join': () => roomState(server, { participants: [participant('self-1')], lobby: [ada] }),
    })
    const room = await (await dial(server)).join('lobby')
    const heard = listen(room)
    assert.deepEqual([room.info, room.waiting], [roomInfo(), [ada]])
    const settings = { ...roomInfo().settings, title: 'Tea', locked: true }
    server.fact('room.changed', { settings, hasPassword: true })
    server.own('room.lobbyChanged', { waiting: [] })
    server.own('room.reaction', { reactions: [{ participant: 'self-1', reaction: '👏' }] })
    await new Promise<void>((resolve) => room.on('reaction', () => resolve()))
    assert.deepEqual([room.info.settings, room.info.hasPassword, room.waiting], [settings, true, []])
    assert.deepEqual([heard.infoChanged.length, heard.waitingChanged.length], [1, 1])
    assert.deepEqual(
      heard.reaction.map(({ participant, reaction }) => [participant.id, reaction]),
      [['self-1', '👏']],
    )
  })

  it('asks the server for what moderators do, in the words of the protocol', async (context) => {
    const calls: unknown[] = []
    const done = (params: unknown) => {
      calls.push(params)
      return {}
    }
    const server = await serve(context, {
      'room.update': () => ({ ...roomInfo(), hasPassword: true }),
      'lobby.admit': done,
      'participant.mute': done,
      'participant.setPublish': done,
      'role.set': done,
      'ban.list': () => ({ bans: [] }),
    })
    const parley = await dial(server)
    const room = await parley.join('lobby')
    assert.equal((await room.moderation.update({ password: 'milk' })).hasPassword, true)
    await room.moderation.admit([ada])
    await room.moderation.mute([room.self, 'bob'])
    await room.moderation.setPublish('bob', ['microphone'])
    await parley.moderationOf('garden').setRole('bob', 'member')
    assert.deepEqual(await room.moderation.bans(), [])
    assert.deepEqual(calls, [
      { room: 'lobby', waiting: ['waiting-1'] },
      { room: 'lobby', participants: [room.self.id, 'bob'] },
      { room: 'lobby', participant: 'bob', sources: ['microphone'] },
      { room: 'garden', person: 'bob', role: 'member' },
    ])
  })

  it('tells what a moderator has done to us, and by whom', async (context) => {
    const server = await serve(context, {})
    const room = await (await dial(server)).join('lobby')
    const heard = Promise.withResolvers<unknown>()
    room.on('moderated', heard.resolve)
    const endsAt = '2026-01-02T00:00:00.000Z'
    server.own('participant.moderated', { act: 'ban', by: 'ada', name: 'Ada', reason: 'noise', endsAt })
    assert.deepEqual(await heard.promise, {
      act: 'ban',
      by: 'ada',
      name: 'Ada',
      reason: 'noise',
      endsAt: new Date(endsAt),
    })
  })

  it('knows who one is here and what one may publish before the list of a large room has come so far', async (context) => {
    const info = { ...roomInfo(), role: 'member' as const }
    const inRoom = async (settings: Partial<typeof info.settings>) => {
      const server = await serve(context, {
        'room.join': () =>
          roomState(server, {
            info: { ...info, settings: { ...info.settings, ...settings } },
            participants: [participant('bob')],
            participantCount: 150,
          }),
      })
      const { self } = await (await dial(server)).join('lobby')
      return { role: self.role, publish: self.publish }
    }
    const { grants } = await dial(await serve(context, {}))
    assert.deepEqual(await inRoom({}), { role: 'member', publish: grants.publish })
    assert.deepEqual(await inRoom({ audioOnly: true }), {
      role: 'member',
      publish: grants.publish.filter((source) => source !== 'camera' && source !== 'screen'),
    })
    assert.deepEqual(await inRoom({ moderated: true }), { role: 'member', publish: [] })
  })
})
