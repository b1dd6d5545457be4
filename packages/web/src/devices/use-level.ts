// How loud an audio track is, several times a second.

import { useEffect, useEffectEvent } from 'react'

/**
 * Calls `report` with the track's loudness, 0 (silence) to 1 (as loud as it gets), once per animation frame.
 * A browser that starts no audio before a click begins to report with the first click or key.
 */
export function useLevel(track: MediaStreamTrack | null, report: (level: number) => void): void {
  const tell = useEffectEvent(report)
  useEffect(() => {
    if (!track) return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 512
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const resume = () => {
      // A refusal only means that the page still waits for a click; the next click asks again.
      context.resume().catch(() => undefined)
    }
    let frame = 0
    const measure = () => {
      analyser.getFloatTimeDomainData(samples)
      tell(loudness(samples))
      frame = requestAnimationFrame(measure)
    }
    measure()
    resume()
    window.addEventListener('pointerdown', resume)
    window.addEventListener('keydown', resume)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('pointerdown', resume)
      window.removeEventListener('keydown', resume)
      context.close().catch(() => undefined) // already closed by the browser
      tell(0)
    }
  }, [track])
}

/** Maps −60…−10 dBFS (a quiet room … a raised voice) to 0…1. */
function loudness(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const decibels = 20 * Math.log10(Math.sqrt(sum / samples.length) + 1e-9)
  return Math.min(1, Math.max(0, (decibels + 60) / 50))
}
