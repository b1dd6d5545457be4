import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audioOptions, cameraEncodings, screenEncodings, svcEncodings } from './encodings.ts'

function sizes(width: number, height: number, simulcast = true): string[] {
  return cameraEncodings({ width, height }, simulcast).map(({ scaleResolutionDownBy = 0, maxBitrate = 0 }) => {
    return `${Math.round(Math.min(width, height) / scaleResolutionDownBy)}p ${maxBitrate / 1000}k`
  })
}

test('the ladder is cut to what is captured, smallest first', () => {
  assert.deepEqual(sizes(1920, 1080), ['360p 200k', '720p 800k', '1080p 1500k'])
  assert.deepEqual(sizes(1280, 720), ['360p 200k', '720p 800k'])
  assert.deepEqual(sizes(640, 360), ['360p 200k'])
})

test('a size between two rungs is sent as captured, with a bit rate between theirs', () => {
  assert.deepEqual(sizes(960, 540), ['360p 200k', '540p 500k'])
  assert.deepEqual(sizes(640, 480), ['480p 400k'])
})

test('nothing above the ladder is sent', () => {
  assert.deepEqual(sizes(3840, 2160), ['360p 200k', '720p 800k', '1080p 1500k'])
})

test('a phone held upright counts by its shorter side', () => {
  assert.deepEqual(sizes(720, 1280), ['360p 200k', '720p 800k'])
})

test('without simulcast there is one encoding, the largest', () => {
  assert.deepEqual(sizes(1280, 720, false), ['720p 800k'])
})

test('a camera that does not tell its size is taken for 720p', () => {
  assert.equal(cameraEncodings({}, true).length, 2)
})

test('only the sound of a screen is stereo and without DTX', () => {
  assert.deepEqual(audioOptions('microphone'), { opusDtx: true, opusFec: true, opusStereo: false })
  assert.deepEqual(audioOptions('screenAudio'), { opusDtx: false, opusFec: true, opusStereo: true })
})

test('only several sizes have temporal layers: a single one would lose the key frame that answers a resume', () => {
  assert.deepEqual(
    cameraEncodings({ width: 640, height: 360 }, true).map(({ scalabilityMode }) => scalabilityMode),
    [undefined],
  )
  assert.ok(
    cameraEncodings({ width: 1280, height: 720 }, true).every(({ scalabilityMode }) => scalabilityMode === 'L1T3'),
  )
})

test('a scalable stream has as many sizes as fit above 180p, and half as much again as the largest', () => {
  const modes = [
    [1920, 1080],
    [1280, 720],
    [640, 360],
    [320, 180],
  ].map(([width = 0, height = 0]) => svcEncodings({ width, height })[0])
  assert.deepEqual(
    modes.map((encoding) => [encoding?.scalabilityMode, encoding?.maxBitrate]),
    [
      ['L3T3_KEY', 2_250_000],
      ['L3T3_KEY', 1_200_000],
      ['L2T3_KEY', 300_000],
      ['L1T3', 150_000],
    ],
  )
})

test('a screen has few frames unless it shows motion', () => {
  assert.deepEqual(
    ['detail', 'text', 'motion'].map((hint) => screenEncodings(hint)[0]?.maxFramerate),
    [15, 15, undefined],
  )
})
