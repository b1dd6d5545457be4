// How a voice sounds, estimated by the E-model of ITU-T G.107 from delay and loss. Pure.

/**
 * The equipment figures of ITU-T G.113 exist for narrow band codecs only; those of G.711 with loss concealment stand here
 * for Opus, which does better. So it is an estimate, and has to be called one.
 */
const basicSignal = 93.2
const impairment = 0
const lossRobustness = 25.1
/** Twenty milliseconds in a packet, and as much to capture and to play. */
const devicesMs = 40

/**
 * The mean opinion score, 1–4.5.
 * @param lossShare 0–1, after repair @param delayMs one way, from mouth to ear, without the devices
 */
export function estimateMos(lossShare: number, delayMs: number): number {
  const delay = delayMs + devicesMs
  // A simplification of G.107's Idd (Cole and Rosenbluth 2001).
  const delayFactor = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3)
  const percent = Math.min(1, Math.max(0, lossShare)) * 100
  const lossFactor = impairment + (95 - impairment) * (percent / (percent + lossRobustness))
  const rating = Math.min(100, Math.max(0, basicSignal - delayFactor - lossFactor))
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6)
}
