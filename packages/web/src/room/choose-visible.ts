// Who is on the screen when not everybody fits: whoever was there stays, and whoever speaks comes in.

/**
 * @param before who was visible, in the order of the tiles
 * @param all everybody, in order of joining
 * @param places how many fit
 * @param speaking who speaks, loudest first
 * @returns at most `places` ids; nobody changes place without need
 */
export function chooseVisible(
  before: readonly string[],
  all: readonly string[],
  places: number,
  speaking: readonly string[],
): readonly string[] {
  const present = new Set(all)
  const stay = before.filter((id) => present.has(id)).slice(0, places)
  const taken = new Set(stay)
  const chosen = [...stay, ...all.filter((id) => !taken.has(id)).slice(0, places - stay.length)]
  for (const speaker of speaking.slice(0, places)) {
    if (!present.has(speaker) || chosen.includes(speaker)) continue
    const silent = chosen.findLastIndex((id) => !speaking.includes(id))
    if (silent >= 0) chosen[silent] = speaker
  }
  return chosen
}
