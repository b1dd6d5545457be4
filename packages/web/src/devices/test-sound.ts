// A short pleasant sound, made here: two soft bells, a fourth apart, to hear whether one hears.

/** Hz; A4 and D5. */
const tones = [440, 587.33]
const toneS = 0.9
const stepS = 0.28
/** A browser without an output may never say that it does not begin. */
const longestStartMs = 2_000

/** Plays it through the chosen output and resolves when it has faded. @throws {DOMException} where the browser plays nothing */
export async function playTestSound(play: (audio: HTMLAudioElement) => Promise<void>): Promise<void> {
  const context = new AudioContext()
  const audio = new Audio()
  try {
    // By way of an element, since not every browser can send an AudioContext to another output.
    const destination = context.createMediaStreamDestination()
    audio.srcObject = destination.stream
    await play(audio)
    await Promise.race([context.resume(), pause(longestStartMs)])
    if (context.state !== 'running') throw new DOMException('no sound is played here', 'NotAllowedError')
    for (const [index, hertz] of tones.entries()) {
      ring(context, destination, hertz, context.currentTime + 0.05 + index * stepS)
    }
    await pause(1000 * (toneS + stepS * tones.length))
  } finally {
    audio.srcObject = null
    await context.close()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A tone with a quieter octave above it, struck and fading like a bell. */
function ring(context: AudioContext, to: AudioNode, hertz: number, atS: number): void {
  for (const [factor, loudness] of [
    [1, 0.22],
    [2, 0.06],
  ] as const) {
    const tone = new OscillatorNode(context, { frequency: hertz * factor })
    const gain = new GainNode(context, { gain: 0 })
    gain.gain.setValueAtTime(0, atS)
    gain.gain.linearRampToValueAtTime(loudness, atS + 0.015)
    gain.gain.exponentialRampToValueAtTime(0.0005, atS + toneS)
    tone.connect(gain).connect(to)
    tone.start(atS)
    tone.stop(atS + toneS)
  }
}
