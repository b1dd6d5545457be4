// Serves the examples that are pages: `node examples/serve.ts [PORT]`, then http://localhost:3000/page/ or /react/ or /embed/.

import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { buildForPages } from '../setup/sdk/pack.ts'

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

export interface Served extends AsyncDisposable {
  readonly origin: string
}

/** @param sdk the folder `browser` of the packed SDK, which the pages find at /parley/ */
export async function serveExamples(sdk: string, port = 0): Promise<Served> {
  const files = new Map([...filesIn(import.meta.dirname, ''), ...filesIn(sdk, 'parley/')])
  files.set('/react/main.js', await bundle(join(import.meta.dirname, 'react/main.tsx')))
  const server = createServer(({ url = '/' }, response) => {
    const path = url.split('?', 1)[0]?.replace(/\/$/, '/index.html') ?? ''
    const found = files.get(path)
    response.statusCode = found === undefined ? 404 : 200
    response.setHeader('content-type', types[extname(path)] ?? 'text/plain')
    response.end(found)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Pages and scripts by the path that asks for them. */
function filesIn(folder: string, prefix: string): [path: string, content: string][] {
  return globSync('**/*.{html,js}', { cwd: folder }).map((name) => [
    `/${prefix}${name}`,
    readFileSync(join(folder, name), 'utf8'),
  ])
}

async function bundle(input: string): Promise<string> {
  const build = await rolldown({
    input,
    platform: 'browser',
    logLevel: 'warn',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false })
  await build.close()
  return output[0].code
}

if (import.meta.main) {
  const sdk = join(import.meta.dirname, '../packages/client/dist/for-examples')
  await buildForPages(sdk)
  const { origin } = await serveExamples(sdk, Number(process.argv[2] ?? 3000))
  console.log(`${origin}/page/  ${origin}/react/  ${origin}/embed/`)
}
