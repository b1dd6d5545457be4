// The six lines of the README: joins a room, shows the camera, says something.

import { connect } from '@parley/client'

const parley = await connect('ws://localhost:8080/ws', { name: 'Ada' })
const room = await parley.join('kitchen')
room.on('subscribed', ({ track, mediaTrack }) => console.log(`${track.participant.name}: ${mediaTrack.kind}`))
room.on('message', ({ message }) => console.log(`${message.name}: ${message.text}`))
await room.publishCamera()
await room.send('Shall we begin?')
