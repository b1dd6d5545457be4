// A room with media in which a test plays.

import type { TestContext } from 'node:test'
import type { Media } from '@parley/protocol'
import type { Room } from '../api.ts'
import type { Platform } from '../platform.ts'
import { participant, roomState, sfuMedia, track } from './answers.ts'
import { dial, serve } from './client.ts'
import { type TestPlatform, testPlatform } from './platform.ts'
import type { TestServer } from './server.ts'

interface Scene {
  readonly server: TestServer
  readonly room: Room
  readonly platform: TestPlatform
}

/** A room with media, and bob with a microphone and a camera in it. */
export async function mediaScene(
  context: TestContext,
  media: Media = sfuMedia(1),
  world: Partial<Platform> = {},
): Promise<Scene> {
  const bob = participant('bob', track('voice'), track('face', 'video'))
  const server = await serve(context, {
    'room.join': () => roomState(server, { media, participants: [bob, participant(`self-${server.peers.length}`)] }),
  })
  const platform = testPlatform(world)
  const room = await (await dial(server, { platform })).join('lobby')
  return { server, room, platform }
}
