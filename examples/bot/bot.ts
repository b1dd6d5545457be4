// A bot in a room: greets whoever comes, answers `!time`, and mutes all microphones on `!hush`: node bot.ts URL ROOM [TOKEN]

import { connect, eventsOf, Refusal } from '@parley/client'

const [url = 'http://localhost:8080', name = 'kitchen', token] = process.argv.slice(2)
await using parley = await connect(url, { name: 'Bot', ...(token !== undefined && { token }) })
const room = await parley.join(name)
process.once('SIGINT', () => room.leave())

room.on('participantJoined', ({ participant }) => void room.send(`Hello, ${participant.name}!`))
console.log(`in ${room.name}, with ${room.participantCount - 1} others`)

// Ends when the room is left.
for await (const { message } of eventsOf(room, 'message')) {
  if (message.text === '!time') await room.send(new Date().toISOString())
  if (message.text === '!hush') await room.send(await hush())
}

async function hush(): Promise<string> {
  try {
    await room.moderation.mute([...room.participants.values()].filter(({ isSelf }) => !isSelf))
    return 'Everybody is muted.'
  } catch (error) {
    if (error instanceof Refusal) return `I may not: ${error.reason}`
    throw error
  }
}
