// Who comes in with which token, what it lets them do, and what happens when it ends.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { before, it } from 'node:test'
import { closeCodes } from '@parley/protocol'
import { makeToken } from '../parley-process.ts'
import { refused, WireClient } from '../wire-client.ts'
import { microphone } from './media-parameters.ts'
import { eventually, freshRoom, inEachEncoding, withServer } from './place.ts'

const secret = 'a secret of more than thirty-two characters'
const key = `dev=${secret}`
const settings = { 'auth.keys': key, 'session.messagesPerSecond': 1000 }

/** Made once, by the command that an administrator would use. */
const tokens = { ada: '', adaElsewhere: '', bob: '', mute: '', blind: '', silent: '', otherKey: '' }
before(async () => {
  const make = (...args: string[]) => makeToken(key, ...args)
  const made = await Promise.all([
    make('--person', 'ada', '--name', 'Ada'),
    make('--person', 'ada', '--room', 'garden'),
    make('--person', 'bob'),
    make('--person', 'mute', '--no-chat'),
    make('--person', 'blind', '--no-subscribe'),
    make('--person', 'silent', '--no-publish'),
    makeToken(`dev=${'x'.repeat(40)}`, '--person', 'ada'),
  ])
  for (const [index, name] of Object.keys(tokens).entries()) Object.assign(tokens, { [name]: made[index] })
})

withServer('tokens', settings, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      const enter = async (token: string) => {
        const client = await place.socket()
        await client.hello({ token })
        return client
      }

      it('make a person of their bearer, under the name that the issuer gave', async () => {
        await using ada = await place.socket()
        const { person, grants, guest, expiresAt } = await ada.hello({ token: tokens.ada, name: 'Somebody Else' })
        assert.deepEqual(person, { id: 'ada', name: 'Ada', guest: false })
        assert.deepEqual(grants, {
          room: null,
          join: true,
          publish: ['camera', 'microphone', 'screen', 'screenAudio'],
          subscribe: true,
          chat: true,
          data: true,
          create: false,
          moderate: false,
          admin: false,
        })
        assert.equal(guest, undefined)
        const leftMs = Date.parse(expiresAt ?? '') - Date.now()
        assert.ok(leftMs > 3_000_000 && leftMs <= 3_600_000)
        const { participants } = await ada.join(freshRoom(), { name: 'Somebody Else' })
        assert.equal(participants[0]?.name, 'Ada')
      })

      it('are needed where there is a key', async () => {
        await using client = await place.socket()
        await assert.rejects(client.hello(), refused('session.tokenRequired'))
        await assert.rejects(client.hello({ guest: 'x.y' }), refused('session.tokenRequired'))
        await client.hello({ token: tokens.bob })
      })

      it('are refused with one answer, whatever is wrong with them', async () => {
        const now = Math.floor(Date.now() / 1000)
        const body = { iss: 'dev', sub: 'eve', exp: now + 600, video: { roomJoin: true } }
        const wrong = {
          'another key': tokens.otherKey,
          nonsense: 'nonsense',
          'three dots': '...',
          'an algorithm of none': jwt({ alg: 'none' }, body, ''),
          'no signature': jwt({ alg: 'HS256' }, body, ''),
          'another algorithm': jwt({ alg: 'HS512' }, body, secret, 'sha512'),
          'a key id that is a path': jwt({ alg: 'HS256', kid: '../../etc/passwd' }, body, 'x'.repeat(40)),
          'an unknown issuer': jwt({ alg: 'HS256' }, { ...body, iss: 'nobody' }),
          'an issuer that every object has': jwt({ alg: 'HS256' }, { ...body, iss: 'constructor' }),
          'no issuer': jwt({ alg: 'HS256' }, { ...body, iss: undefined }),
          'no person': jwt({ alg: 'HS256' }, { ...body, sub: undefined }),
          'an empty person': jwt({ alg: 'HS256' }, { ...body, sub: '' }),
          'a person that is a novel': jwt({ alg: 'HS256' }, { ...body, sub: 'x'.repeat(61) }),
          'not yet': jwt({ alg: 'HS256' }, { ...body, nbf: now + 600 }),
          'a changed body': changed(tokens.bob),
        }
        await using client = await place.socket()
        const answers = new Map<string, string>()
        for (const [what, token] of Object.entries(wrong)) {
          const params = { protocol: 1, client: { name: 'x', version: '1' }, capabilities: [], token }
          const answer = await client.request('session.hello', params)
          assert.ok('error' in answer, what)
          answers.set(what, `${answer.error.data?.reason}`)
        }
        assert.deepEqual(new Set(answers.values()), new Set(['session.tokenInvalid']), JSON.stringify([...answers]))
      })

      it('are refused as expired when they are', async () => {
        await using client = await place.socket()
        const body = { iss: 'dev', sub: 'ada', exp: Math.floor(Date.now() / 1000) - 60, video: { roomJoin: true } }
        await assert.rejects(client.hello({ token: jwt({ alg: 'HS256' }, body) }), refused('session.tokenExpired'))
      })

      it('name no person that a database could not hold', async () => {
        const exp = Math.floor(Date.now() / 1000) + 600
        for (const sub of ['nul\u0000nul', 'half a pair \ud800', '\u001b[31mred']) {
          await using client = await place.socket()
          const token = jwt({ alg: 'HS256' }, { iss: 'dev', sub, exp, video: { roomJoin: true } })
          const answer = await client.request('session.hello', helloWith(token))
          if ('error' in answer) assert.equal(answer.error.data?.reason, 'session.tokenInvalid')
          else await client.join(freshRoom())
        }
      })

      it('that grant nothing let nobody into a room, and show none', async () => {
        const body = { iss: 'dev', sub: 'nobody', exp: Math.floor(Date.now() / 1000) + 600 }
        const video = { roomJoin: true, roomCreate: true }
        await using founder = await enter(jwt({ alg: 'HS256' }, { ...body, sub: 'founder', video }))
        await founder.call('room.create', { room: freshRoom(), settings: { listed: true } })
        assert.ok((await founder.call('room.list', {})).rooms.length > 0)
        for (const video of [undefined, {}, { roomJoin: 'true' }, { canPublish: true }, { roomJoin: true, room: 7 }]) {
          await using client = await enter(jwt({ alg: 'HS256' }, { ...body, video }))
          await assert.rejects(client.join(freshRoom()), refused('session.forbidden'))
          assert.deepEqual((await client.call('room.list', {})).rooms, [])
        }
      })

      it('for one room open no other', async () => {
        await using client = await enter(tokens.adaElsewhere)
        await assert.rejects(client.join(freshRoom()), refused('session.forbidden'))
        await client.join('garden')
      })

      it('without a permission are refused what needs it', async () => {
        const room = freshRoom()
        await using mute = await enter(tokens.mute)
        const { rtpCapabilities } = mute.greeting ?? assert.fail()
        await mute.join(room, { rtpCapabilities })
        await assert.rejects(mute.call('chat.send', { room, text: 'hi' }), refused('session.forbidden'))
        await mute.call('chat.history', { room })
        await using silent = await enter(tokens.silent)
        await silent.join(room, { rtpCapabilities })
        await assert.rejects(silent.call('track.publish', microphone(room)), refused('session.forbidden'))
        await silent.call('chat.send', { room, text: 'hi' })
        await using blind = await enter(tokens.blind)
        await blind.join(room, { rtpCapabilities })
        await assert.rejects(blind.call('room.view', { room, view: [] }), refused('session.forbidden'))
        await mute.call('track.publish', microphone(room))
        await silent.heard('subscription.opened')
        assert.deepEqual(blind.told('subscription.opened'), [])
      })

      it('let a second session take the place of the first, whose socket stays', async () => {
        const room = freshRoom()
        await using watcher = await enter(tokens.bob)
        await watcher.join(room)
        await using first = await enter(tokens.ada)
        const { participant } = await first.join(room)
        await using second = await enter(tokens.ada)
        const state = await second.join(room)
        assert.equal(state.participantCount, 2)
        assert.deepEqual(await first.heard('room.left'), { room, reason: 'replaced' })
        await assert.rejects(first.call('chat.send', { room, text: 'still here?' }), refused('room.notJoined'))
        await first.call('session.ping', {})
        const { participants } = await watcher.heard('room.participantLeft')
        assert.deepEqual(participants, [{ id: participant, reason: 'replaced' }])
        // It may take its place back.
        await first.join(room)
        assert.deepEqual(await second.heard('room.left'), { room, reason: 'replaced' })
      })

      it('leave exactly one of two sessions that come at the same moment', async () => {
        await using first = await enter(tokens.ada)
        await using second = await enter(tokens.ada)
        await using watcher = await enter(tokens.bob)
        const { rtpCapabilities } = first.greeting ?? assert.fail()
        for (let round = 0; round < 10; round += 1) {
          const room = freshRoom()
          await watcher.join(room)
          await Promise.all([first, second].map((client) => client.join(room, { rtpCapabilities })))
          const { participants } = await watcher.call('room.participants', { room })
          assert.deepEqual(participants.map(({ person }) => person).sort(), ['ada', 'bob'])
          const inside = await Promise.allSettled(
            [first, second].map((client) => client.call('chat.history', { room })),
          )
          assert.deepEqual(inside.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
          for (const client of [first, second, watcher]) await client.call('room.leave', { room })
        }
      })

      it('may be replaced by a newer one of the same person only', async () => {
        await using client = await enter(tokens.ada)
        await assert.rejects(client.call('session.refresh', { token: tokens.bob }), refused('session.otherPerson'))
        await assert.rejects(client.call('session.refresh', { token: 'nonsense' }), refused('session.tokenInvalid'))
        await assert.rejects(
          client.call('session.refresh', { token: tokens.otherKey }),
          refused('session.tokenInvalid'),
        )
        const { grants } = await client.call('session.refresh', { token: tokens.adaElsewhere })
        assert.equal(grants.room, 'garden')
        await assert.rejects(client.join(freshRoom()), refused('session.forbidden'))
      })

      it('warn before they end, then end the session, and the others are told why', async () => {
        const room = freshRoom()
        await using watcher = await enter(tokens.bob)
        await watcher.join(room)
        await using client = await enter(await makeToken(key, '--person', 'short', '--ttl', '2'))
        const { participant } = await client.join(room)
        const { expiresAt } = await client.heard('session.tokenExpiring')
        const { code } = await client.closed
        assert.equal(code, closeCodes.tokenExpired.code)
        assert.ok(Date.now() >= Date.parse(expiresAt) - 50)
        const { participants } = await watcher.heard('room.participantLeft')
        assert.deepEqual(participants, [{ id: participant, reason: 'tokenExpired' }])
      })

      it('that end at once are told to end after hello is answered, not before', async () => {
        const token = await makeToken(key, '--person', 'short', '--ttl', '20')
        await using client = await place.socket()
        const arrived: boolean[] = []
        client.webSocket.on('message', (data) => arrived.push(String(data).includes('session.tokenExpiring')))
        await client.hello({ token })
        await client.heard('session.tokenExpiring')
        assert.deepEqual(arrived, [false, true])
      })

      it('that are refreshed in time keep the session', async () => {
        const [short, long] = await Promise.all(
          ['3', '600'].map((ttl) => makeToken(key, '--person', 'ada', '--ttl', ttl)),
        )
        await using client = await enter(short ?? '')
        const { expiresAt } = await client.heard('session.tokenExpiring')
        await client.call('session.refresh', { token: long ?? '' })
        await eventually('the first token to be over', () => Date.now() > Date.parse(expiresAt) + 300)
        await client.call('session.ping', {})
        assert.equal(client.told('session.tokenExpiring').length, 1)
      })
    },
  )

  it('count no session whose socket was gone before its token was verified', async () => {
    const parley = server()
    for (let count = 0; count < 50; count += 1) {
      const client = await WireClient.open(parley.wsUrl)
      client.send({ jsonrpc: '2.0', id: 1, method: 'session.hello', params: helloWith(tokens.ada) })
      // Handed to the network first, so that the server reads the hello and the end at once.
      client.webSocket.terminate()
      await client.closed
    }
    await eventually('all sockets to be gone', async () => (await parley.stats()).connections === 0)
    assert.equal((await parley.stats()).sessions, 0)
    assert.deepEqual(
      parley.log.filter(({ level }) => level === 'error'),
      [],
    )
  })

  it('do not show in the log', () => {
    const lines = JSON.stringify(server().log)
    for (const token of Object.values(tokens)) assert.ok(!lines.includes(token))
    assert.ok(!lines.includes(secret))
  })
})

withServer('guests beside tokens', { 'auth.keys': key, 'auth.guests': true }, (server) => {
  inEachEncoding(
    () => server().wsUrl,
    (place) => {
      it('enter where the server says so', async () => {
        await using guest = await place.guest('Visitor')
        await using ada = await place.socket()
        await ada.hello({ token: tokens.ada })
        const room = freshRoom()
        await ada.join(room)
        assert.equal((await guest.join(room)).participantCount, 2)
        assert.equal(guest.greeting?.grants.create, false)
      })
    },
  )
})

function helloWith(token: string) {
  return { protocol: 1, client: { name: 'x', version: '1' }, capabilities: [], token }
}

/** A JWT by hand (RFC 7519), for what no honest library would make. */
function jwt(header: object, body: object, signingKey = secret, hash = 'sha256'): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const signed = `${encode(header)}.${encode(body)}`
  const signature = signingKey === '' ? '' : createHmac(hash, signingKey).update(signed).digest('base64url')
  return `${signed}.${signature}`
}

function changed(token: string): string {
  const [header, body = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url')
  return `${header}.${other}.${signature}`
}
