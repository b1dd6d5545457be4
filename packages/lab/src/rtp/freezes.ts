// Freezes and pauses of a video as W3C webrtc-stats defines them, from the moments at which frames could be shown.

const WINDOW = 30
const FREEZE_FACTOR = 3
const FREEZE_MARGIN_US = 150_000
/** W3C `pauseCount`: so long without a frame is a pause, not a freeze. */
const PAUSE_US = 5_000_000

export class Freezes {
  /** Durations of the last frames. */
  readonly #durationsUs = new Float64Array(WINDOW)
  #filled = 0
  #next = 0
  #sumUs = 0
  #lastShownUs = -1
  freezeCount = 0
  totalFreezesDurationUs = 0
  pauseCount = 0
  totalPausesDurationUs = 0

  /** A frame could be shown at this moment. */
  shown(nowUs: number): void {
    const durationUs = nowUs - this.#lastShownUs
    const isFirst = this.#lastShownUs < 0
    this.#lastShownUs = nowUs
    if (isFirst) return
    if (durationUs >= PAUSE_US) {
      this.pauseCount++
      this.totalPausesDurationUs += durationUs
      return
    }
    // The W3C asks for the average of 30 frames; libwebrtc begins as soon as it has one.
    const averageUs = this.#filled === 0 ? 0 : this.#sumUs / this.#filled
    if (this.#filled > 0 && durationUs >= Math.max(FREEZE_FACTOR * averageUs, averageUs + FREEZE_MARGIN_US)) {
      this.freezeCount++
      this.totalFreezesDurationUs += durationUs
    }
    this.#remember(durationUs)
  }

  #remember(durationUs: number): void {
    this.#sumUs += durationUs - (this.#durationsUs[this.#next] ?? 0)
    this.#durationsUs[this.#next] = durationUs
    this.#next = (this.#next + 1) % WINDOW
    if (this.#filled < WINDOW) this.#filled++
  }
}
