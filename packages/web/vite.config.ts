// How the web app is built (dist/, hashed assets, nothing inline) and served while one works on it.

import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type Plugin } from 'vite'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), forPagesOfOthers(), compressed()],
  build: {
    target: 'es2022',
    // The server's content security policy lets scripts, fonts and styles come from files of our own only.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script; every browser with WebRTC that we serve knows modulepreload.
    modulePreload: { polyfill: false },
  },
  server: { port: 5173, proxy: { '/ws': { target: 'ws://localhost:8080', ws: true } } },
})

/** One script of its own, whose name never changes: pages of others load it, see src/embed. */
function forPagesOfOthers(): Plugin {
  return {
    name: 'parley:for-pages-of-others',
    apply: 'build',
    async generateBundle() {
      const entry = fileURLToPath(new URL('src/embed/parley-room.ts', import.meta.url))
      const lib = { entry, formats: ['iife' as const], name: 'parleyRoom', fileName: () => 'parley-room.js' }
      const built = await build({
        configFile: false,
        logLevel: 'silent',
        publicDir: false,
        build: { target: 'es2022', write: false, minify: true, lib },
      })
      for (const { output } of [built].flat().filter((each) => 'output' in each))
        for (const file of output)
          if (file.type === 'chunk') this.emitFile({ type: 'asset', fileName: file.fileName, source: file.code })
    },
  }
}

/** Puts `x.js.br` and `x.js.gz` beside each asset, so that the server sends a third of it without working for it. */
function compressed(): Plugin {
  return {
    name: 'parley:compressed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!/\.(js|css)$/.test(fileName)) continue
          const source = output.type === 'chunk' ? output.code : output.source
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source) })
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source) })
        }
      },
    },
  }
}
