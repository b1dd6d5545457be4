import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { NewAccount, NewInvitation } from './store.ts'
import { eachStore } from './testing/databases.ts'

const postgresServer = process.env['PARLEY_TEST_POSTGRES']
const person = (changes: Partial<NewAccount> = {}): NewAccount => {
  const id = randomUUID()
  return { id, key: `ada ${id}`, account: 'Ada', name: 'Ada', password: 'hash', ...changes }
}
const invitation = (changes: Partial<NewInvitation> = {}): NewInvitation => ({
  id: randomUUID(),
  secret: randomUUID(),
  role: 'member',
  by: 'server',
  ...changes,
})
const hour = 3_600_000

eachStore('accounts', postgresServer, (store) => {
  const invite = async (changes: Partial<NewInvitation> = {}) => {
    const made = invitation(changes)
    await store().invitations.add(made)
    return made
  }

  test('an account is made by an invitation and found by its name and its id', async () => {
    const { secret } = await invite()
    const ada = person()
    const made = await store().accounts.create(ada, secret)
    assert.ok(typeof made === 'object')
    assert.deepEqual(made, { ...ada, generation: 1, admin: false, createdAt: made.createdAt })
    assert.ok(Math.abs(Date.now() - made.createdAt) < 60_000)
    assert.deepEqual(await store().accounts.find({ key: ada.key }), made)
    assert.deepEqual(await store().accounts.find({ id: ada.id }), made)
    assert.equal(await store().accounts.find({ key: 'nobody' }), undefined)
  })

  test('an invitation as owner makes an account that runs the server', async () => {
    const { secret } = await invite({ role: 'owner' })
    const made = await store().accounts.create(person(), secret)
    assert.ok(typeof made === 'object' && made.admin)
  })

  test('of the last two that run the server one stays, also when both go at once', async () => {
    const make = async () => {
      const made = await store().accounts.create(person(), (await invite({ role: 'owner' })).secret)
      assert.ok(typeof made === 'object')
      return made.id
    }
    const [ada, bob] = [await make(), await make()]
    for (const { id } of (await store().accounts.list({ limit: 100 })).accounts)
      if (id !== ada && id !== bob) await store().accounts.setAdmin(id, false)
    for (let round = 0; round < 20; round++) {
      const both = await Promise.all([ada, bob].map((id) => store().accounts.setAdmin(id, false)))
      assert.deepEqual(both.toSorted(), ['done', 'lastAdmin'])
      for (const id of [ada, bob]) await store().accounts.setAdmin(id, true)
    }
  })

  test('a name that is taken costs no use of the invitation', async () => {
    const { secret } = await invite({ usesLeft: 2 })
    const ada = person()
    await store().accounts.create(ada, secret)
    assert.equal(await store().accounts.create(person({ key: ada.key }), secret), 'nameTaken')
    assert.equal((await store().invitations.find(secret))?.usesLeft, 1)
    assert.ok(typeof (await store().accounts.create(person(), secret)) === 'object')
  })

  test('many at once make as many accounts as the invitation has uses', async () => {
    const { secret } = await invite({ usesLeft: 3 })
    const made = await Promise.all(Array.from({ length: 10 }, () => store().accounts.create(person(), secret)))
    assert.equal(made.filter((one) => typeof one === 'object').length, 3)
    assert.equal(made.filter((one) => one === 'invitationInvalid').length, 7)
  })

  test('a new password raises the generation, and of two changes at once one wins', async () => {
    const { secret } = await invite()
    const ada = person()
    await store().accounts.create(ada, secret)
    const changes = ['one', 'two'].map((password) =>
      store().accounts.setPassword({ id: ada.id, generation: 1, password }),
    )
    const [won, ...others] = (await Promise.all(changes)).filter((row) => row !== undefined)
    assert.deepEqual(others, [])
    assert.equal(won?.generation, 2)
    assert.deepEqual(await store().accounts.find({ id: ada.id }), won)
  })
})

eachStore('invitations', postgresServer, (store) => {
  const invite = async (changes: Partial<NewInvitation> = {}) => {
    const made = invitation(changes)
    return { ...(await store().invitations.add(made)), secret: made.secret }
  }
  const come = (secret: string, person: string = randomUUID()) => store().invitations.redeem({ secret, person })

  test('what was made is listed for its room alone, newest first, and without its secret', async () => {
    const room = `room ${randomUUID()}`
    const { secret, ...made } = await invite({ room, role: 'moderator', usesLeft: 5, expiresAt: Date.now() + hour })
    assert.deepEqual(await store().invitations.list(room), [made])
    await invite({ room })
    assert.equal((await store().invitations.list(room)).length, 2)
    const listed = JSON.stringify([await store().invitations.list(room), await store().invitations.list(undefined)])
    assert.ok(!listed.includes(secret))
    assert.ok(!(await store().invitations.list(undefined)).some(({ id }) => id === made.id))
  })

  test('one person may come again, and takes one use', async () => {
    const { secret, id } = await invite({ room: 'hall', usesLeft: 1 })
    assert.equal((await come(secret, 'ada'))?.id, id)
    assert.equal((await come(secret, 'ada'))?.id, id)
    assert.equal(await come(secret, 'ben'), undefined)
    assert.equal((await come(secret, 'ada'))?.id, id)
  })

  test('many at once are let in as often as there are uses, and one person many times at once takes one', async () => {
    const { secret } = await invite({ room: 'hall', usesLeft: 3 })
    const sames = await Promise.all(Array.from({ length: 10 }, () => come(secret, 'ada')))
    assert.ok(sames.every((one) => one !== undefined))
    const others = await Promise.all(Array.from({ length: 10 }, () => come(secret)))
    assert.equal(others.filter((one) => one !== undefined).length, 2)
  })

  test('without a number of uses it lets in as many as come', async () => {
    const { secret } = await invite({ room: 'hall' })
    for (let count = 0; count < 5; count += 1) assert.equal((await come(secret))?.usesLeft, undefined)
  })

  test('expired, revoked and unknown ones let nobody in, who has come before included', async () => {
    const expired = await invite({ room: 'hall', expiresAt: Date.now() - 1 })
    assert.equal(await come(expired.secret), undefined)
    const revoked = await invite({ room: 'hall', usesLeft: 5 })
    assert.ok(await come(revoked.secret, 'ada'))
    assert.equal(await store().invitations.revoke({ id: revoked.id, room: 'hall' }), true)
    assert.equal(await come(revoked.secret, 'ada'), undefined)
    assert.equal(await store().invitations.find(revoked.secret), undefined)
    assert.equal(await come('unknown'), undefined)
    assert.equal((await store().invitations.list('hall')).find(({ id }) => id === revoked.id)?.revoked, true)
  })

  test('it is revoked by its room alone, and twice does no harm', async () => {
    const { id } = await invite({ room: 'hall' })
    assert.equal(await store().invitations.revoke({ id, room: 'cellar' }), false)
    assert.equal(await store().invitations.revoke({ id }), false)
    assert.equal(await store().invitations.revoke({ id, room: 'hall' }), true)
    assert.equal(await store().invitations.revoke({ id, room: 'hall' }), true)
  })

  test('a room that is deleted takes its invitations along, so that they lead into no later room of its name', async () => {
    const room = `room ${randomUUID()}`
    const { epoch } = await store().rooms.open(room, 'ann')
    const { secret } = await invite({ room, role: 'owner', usesLeft: 5 })
    assert.ok(await come(secret, 'ada'))
    await store().rooms.delete({ room, epoch })
    assert.equal(await come(secret, 'ada'), undefined)
    assert.deepEqual(await store().invitations.list(room), [])
  })

  test('one into a room that was deleted meanwhile is not made, also when the room was founded again', async () => {
    const room = `room ${randomUUID()}`
    const { epoch, createdAt } = await store().rooms.open(room, 'ann')
    await invite({ room, role: 'owner', founded: createdAt })
    await store().rooms.delete({ room, epoch })
    await assert.rejects(invite({ room, role: 'owner', founded: createdAt }), { reason: 'room.notFound' })
    while (Date.now() <= createdAt) await new Promise(setImmediate)
    await store().rooms.open(room, 'bob')
    await assert.rejects(invite({ room, role: 'owner', founded: createdAt }), { reason: 'room.notFound' })
    assert.deepEqual(await store().invitations.list(room), [])
  })

  test('those that are made while their room is deleted go with it', async () => {
    for (let count = 0; count < 10; count += 1) {
      const room = `room ${randomUUID()}`
      const { epoch, createdAt } = await store().rooms.open(room, 'ann')
      const made = Array.from({ length: 4 }, () => invite({ room, role: 'owner', founded: createdAt }))
      await Promise.allSettled([...made.slice(0, 2), store().rooms.delete({ room, epoch }), ...made.slice(2)])
      assert.deepEqual(await store().invitations.list(room), [])
    }
  })

  test('what has ended long ago is forgotten', async () => {
    const room = `room ${randomUUID()}`
    const { secret } = await invite({ room, expiresAt: Date.now() - 31 * 24 * hour, usesLeft: 1 })
    await invite({ room })
    assert.equal((await store().invitations.list(room)).length, 1)
    assert.equal(await come(secret), undefined)
  })
})
