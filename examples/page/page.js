// A room in a plain page: who is there, what they show and say, and a way out.

import { connect, eachTrack, openStage } from '@parley/client'

const byId = (id) => document.getElementById(id)
const [door, chat, people, messages, state, sound] = ['door', 'chat', 'people', 'messages', 'state', 'sound'].map(byId)

door.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { server, room, name } = Object.fromEntries(new FormData(door))
  try {
    const parley = await connect(server, { name })
    show(parley, await parley.join(room))
  } catch (error) {
    // A Refusal, with its `reason`, or a ParleyError, with its `kind`.
    state.textContent = error.message
  }
})

function show(parley, room) {
  door.hidden = true
  chat.hidden = false
  const stage = openStage(room, { onBlocked: () => (sound.hidden = false) })
  sound.onclick = () => stage.resume().then(() => (sound.hidden = stage.blocked === false))

  const tell = () => (state.textContent = `${room.state}: ${room.participantCount} here`)
  for (const event of ['stateChanged', 'participantJoined', 'participantLeft']) room.on(event, tell)
  tell()

  const write = ({ name, text }) => {
    messages.appendChild(document.createElement('li')).textContent = `${name}: ${text}`
  }
  for (const message of room.messages) write(message)
  room.on('message', ({ message }) => write(message))

  // Tracks that are there already, and those that come; each gets an element of its own, which goes with it.
  eachTrack(room, (track) => {
    const figure = document.createElement('figure')
    const media = figure.appendChild(document.createElement(track.kind))
    figure.appendChild(document.createElement('figcaption')).textContent = track.participant.name
    figure.hidden = track.kind === 'audio'
    people.append(figure)
    stage.show(track, media)
    return () => figure.remove()
  })
  room.on('localTrackPublished', ({ track }) => track.kind === 'video' && addOwn(track.mediaTrack))

  chat.onsubmit = (event) => {
    event.preventDefault()
    room.send(new FormData(chat).get('text')).catch((error) => (state.textContent = error.message))
    chat.reset()
  }
  byId('leave').onclick = () => parley.close()
  room.on('left', () => {
    chat.hidden = true
    people.replaceChildren()
  })
  for (const publish of [room.publishCamera(), room.publishMicrophone()])
    publish.catch((error) => (state.textContent = error.message))
}

function addOwn(mediaTrack) {
  const video = document.createElement('video')
  Object.assign(video, { srcObject: new MediaStream([mediaTrack]), autoplay: true, muted: true, playsInline: true })
  people.prepend(video)
}
