// What pages of others load from this server, `<script src="https://parley.example/parley-room.js">`, to have `<parley-room>`.

import { defineParleyRoom } from '@parley/client/element'

const script = document.currentScript
defineParleyRoom(script instanceof HTMLScriptElement ? { server: new URL('.', script.src).href } : {})
