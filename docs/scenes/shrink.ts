// Makes a PNG small: 8 bits for each pixel, from a palette of the colours that matter, without the noise of video.

/// <reference lib="dom" />

import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'

interface Indexed {
  readonly width: number
  readonly height: number
  /** Red, green, blue, one colour after the other. */
  readonly palette: readonly number[]
  /** Base64: for each pixel the number of its colour. */
  readonly pixels: string
}

/** @param page any; what it shows does not matter */
export async function shrink(page: Page, png: Buffer): Promise<Buffer> {
  return encode(await page.evaluate(reduce, png.toString('base64')))
}

/** In the page: the most frequent colours that are not nearly alike, and for each pixel the nearest of them. */
async function reduce(base64: string): Promise<Indexed> {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob())
  const { width, height } = image
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, width, height)
  const counts = new Map<number, number>()
  const colorAt = (at: number) => ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
  for (let at = 0; at < data.length; at += 4) counts.set(colorAt(at), (counts.get(colorAt(at)) ?? 0) + 1)
  const distance = (a: number, b: number) =>
    Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255))
  const chosen: number[] = []
  // Ever nearer ones, so that there is something for each part of the picture before there are shades.
  for (const least of [24, 12, 6]) {
    for (const [color] of [...counts].sort(([, a], [, b]) => b - a)) {
      if (chosen.length >= 256 / (least / 6)) break
      if (chosen.every((other) => distance(color, other) > least)) chosen.push(color)
    }
  }
  const nearest = new Map<number, number>()
  for (const color of counts.keys()) {
    let best = 0
    for (let at = 1; at < chosen.length; at++)
      if (distance(color, chosen[at] ?? 0) < distance(color, chosen[best] ?? 0)) best = at
    nearest.set(color, best)
  }
  let pixels = ''
  for (let at = 0; at < data.length; at += 4) pixels += String.fromCharCode(nearest.get(colorAt(at)) ?? 0)
  const palette = chosen.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])
  return { width, height, palette, pixels: btoa(pixels) }
}

/** PNG (https://www.w3.org/TR/png-3/), colour type 3, no filter. */
function encode({ width, height, palette, pixels }: Indexed): Buffer {
  const indices = Buffer.from(pixels, 'base64')
  const lines = Buffer.alloc(height * (width + 1))
  for (let row = 0; row < height; row++) indices.copy(lines, row * (width + 1) + 1, row * width, (row + 1) * width)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette)),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
