// The whole web app of a Parley server in a page of one's own, and what the page hears of it.

import { defineParleyRoom } from '/parley/element.js'

defineParleyRoom()
const element = document.querySelector('parley-room')
const state = document.getElementById('state')
element.addEventListener('joined', ({ detail }) => (state.textContent = `inside ${detail.room}`))
element.addEventListener('left', () => (state.textContent = 'outside'))
document.getElementById('leave').addEventListener('click', () => element.leave())

// In a page of your own these stand in the HTML: <parley-room server="…" room="…" name="…"></parley-room>
const wanted = {
  server: 'http://localhost:8080',
  room: 'kitchen',
  name: 'Ada',
  ...Object.fromEntries(new URLSearchParams(location.search)),
}
for (const [name, value] of Object.entries(wanted)) element.setAttribute(name, value)
