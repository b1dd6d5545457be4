// Parley in a process whose heap can be asked for; with its defaults, but for free ports, no worker, and a crowd let in at once.

import { readConfig } from '../../packages/server/src/config/config.ts'
import { quiet } from '../../packages/server/src/log/log.ts'
import { openServer } from '../../packages/server/src/server.ts'
import { answerGauge } from './gauge.ts'

const flags = new Map<string, string>([
  ['http.port', '0'],
  ['media.workers', '0'],
  ['store.url', 'sqlite::memory:'],
  ['operations.drainMs', '0'],
  ['http.socketsPerSecond', '100000'],
  ['http.connections', '18000'],
])
const server = await openServer(readConfig({ environment: {}, flags }), quiet)
answerGauge(`ws://127.0.0.1:${server.port}/ws`, () => server.close())
