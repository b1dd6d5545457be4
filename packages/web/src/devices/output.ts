// Sends the sound of an element to the chosen output, where the browser lets pages choose (W3C Audio Output Devices API).

export function canChooseOutput(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype
}

/** An output that has gone leaves the sound where the system plays it. @param deviceId '' for the system's own */
export async function playThrough(audio: HTMLMediaElement, deviceId: string): Promise<void> {
  if (!canChooseOutput() || audio.sinkId === deviceId) return
  try {
    await audio.setSinkId(deviceId)
  } catch {
    // Unplugged since it was chosen, or not allowed here: the usual output is better than silence.
    if (audio.sinkId !== '') await audio.setSinkId('').catch(() => undefined) // nor this one: it stays as it is
  }
}
