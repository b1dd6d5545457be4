// A room in React: who is there, what they show, and what they say.

import type { Participant, RemoteTrack, Stage } from '@parley/client'
import { type FormEvent, useEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import { type Joined, useChanges, useRoom } from './use-room.ts'

function App({ server, room, name }: { server: string; room: string; name: string }) {
  const joined = useRoom(server, name, room)
  if (joined === undefined) return <p role="status">Joining…</p>
  return joined instanceof Error ? <p role="alert">{joined.message}</p> : <Inside {...joined} />
}

function Inside({ room, stage }: Joined) {
  useChanges(room)
  const others = [...room.participants.values()].filter(({ isSelf }) => !isSelf)
  return (
    <main>
      <p role="status">
        {room.state}: {room.participantCount} here
      </p>
      {others.map((participant) => (
        <Person key={participant.id} participant={participant} stage={stage} />
      ))}
      <ul aria-label="Messages">
        {room.messages.map(({ id, name, text }) => (
          <li key={id}>
            {name}: {text}
          </li>
        ))}
      </ul>
      <Say onSay={(text) => void room.send(text)} />
    </main>
  )
}

function Person({ participant, stage }: { participant: Participant; stage: Stage }) {
  return (
    <figure>
      {[...participant.tracks.values()].map((track) => (
        <Media key={track.id} track={track} stage={stage} />
      ))}
      <figcaption>{participant.name}</figcaption>
    </figure>
  )
}

function Media({ track, stage }: { track: RemoteTrack; stage: Stage }) {
  const element = useRef<HTMLVideoElement & HTMLAudioElement>(null)
  useEffect(() => (element.current ? stage.show(track, element.current) : undefined), [track, stage])
  const Element = track.kind
  return <Element ref={element} />
}

function Say({ onSay }: { onSay(text: string): void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSay(String(new FormData(event.currentTarget).get('text')))
    event.currentTarget.reset()
  }
  return (
    <form onSubmit={submit}>
      <label>
        Message <input name="text" autoComplete="off" required />
      </label>
      <button type="submit">Send</button>
    </form>
  )
}

const fields = new URLSearchParams(location.search)
const field = (name: string, usual: string) => fields.get(name) ?? usual
const root = document.getElementById('root')
if (root) {
  const server = field('server', 'http://localhost:8080')
  createRoot(root).render(<App server={server} room={field('room', 'kitchen')} name={field('name', 'React')} />)
}
