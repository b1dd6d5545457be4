// How the web app is built (dist/, hashed assets, nothing inline) and served while one works on it.

import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // The server's content security policy lets scripts, fonts and styles come from files of our own only.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script; every browser with WebRTC that we serve knows modulepreload.
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { '/ws': { target: 'ws://localhost:8080', ws: true } } },
})
