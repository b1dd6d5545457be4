// What clients are told when somebody else holds the database, or has taken a room over: here a second hand in the SQLite file.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { openParley } from '../parley-process.ts'
import { refused } from '../wire-client.ts'
import { eventually, freshRoom, placeAt } from './place.ts'

describe('a database in which another hand is', () => {
  it('refuses what must be stored until it is let go, while presence and pings go on', async () => {
    await using house = await openHouse()
    await using ada = await house.place.guest()
    await using bob = await house.place.guest()
    const room = freshRoom()
    await ada.join(room)
    house.database.exec('begin exclusive')
    await assert.rejects(ada.call('chat.send', { room, text: 'not now' }), refused('store.unavailable'))
    await bob.join(room)
    await ada.heard('room.participantJoined', ({ participants: [one] }) => one?.person === bob.greeting?.person.id)
    house.database.exec('rollback')
    await eventually('messages to be stored again', () =>
      ada.call('chat.send', { room, text: 'now' }).then(() => true, refused('store.unavailable')),
    )
    await bob.heard('chat.message', ({ message }) => message.text === 'now')
  })

  it('closes a room that another server has opened: who comes again finds the new epoch', async () => {
    await using house = await openHouse()
    await using ada = await house.place.guest()
    await using bob = await house.place.guest()
    const room = freshRoom()
    const { epoch } = await ada.join(room)
    await bob.join(room)
    house.database.prepare('update rooms set epoch = epoch + 1 where name = ?').run(room)
    await assert.rejects(ada.call('chat.send', { room, text: 'to the wrong place' }), refused('room.closed'))
    await bob.heard('room.closed', (fact) => fact.room === room)
    await assert.rejects(bob.call('chat.send', { room, text: 'nobody is here' }), refused('room.notJoined'))
    const again = await bob.join(room)
    assert.ok(again.epoch > epoch + 1)
    assert.deepEqual(again.messages, [])
  })
})

async function openHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'parley-'))
  const file = join(folder, 'parley.db')
  const remove = async () => rmSync(folder, { recursive: true, force: true })
  const parley = await openParley({ storeUrl: `sqlite:${file}`, remove, settings: { 'media.workers': 0 } })
  const database = new DatabaseSync(file)
  return {
    database,
    place: placeAt(() => parley.wsUrl),
    async [Symbol.asyncDispose]() {
      database.close()
      await parley[Symbol.asyncDispose]()
    },
  }
}
