// Prints one line per step with the time it took, and what a long step is doing meanwhile.

const titleWidth = 40
const quietMs = 10_000

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)} s`

/**
 * @param {NodeJS.WriteStream} out
 * @param {boolean} onlyWork leaves out the steps that had nothing to do
 */
export function openProgress(out, onlyWork) {
  const wipe = () => {
    if (out.isTTY) out.write('\r\x1b[2K')
  }

  /** A step within a step has the terminal's line for itself. @type {(() => void)[]} */
  const drawing = []

  /** @param {string} title */
  function openLine(title) {
    const from = performance.now()
    let doing = ''
    let printed = ''
    let printedAt = Number.NEGATIVE_INFINITY
    const draw = () => {
      const now = performance.now()
      if (doing === '' || drawing.at(-1) !== draw) return
      if (out.isTTY) {
        out.write(
          `\r\x1b[2K${`  … ${title.padEnd(titleWidth)} ${seconds(now - from)}   ${doing}`.slice(0, out.columns - 1)}`,
        )
      } else if (doing !== printed && now - printedAt >= quietMs) {
        out.write(`  … ${title}: ${doing}\n`)
        printed = doing
        printedAt = now
      }
    }
    const ticking = setInterval(draw, 1000)
    drawing.push(draw)
    const end = () => {
      clearInterval(ticking)
      drawing.splice(drawing.indexOf(draw), 1)
    }
    return {
      /** @param {string} what */
      say(what) {
        doing = what
        draw()
      },
      /** @param {string} mark @param {string} note */
      close(mark, note) {
        end()
        if (doing !== '') wipe()
        const took = seconds(performance.now() - from)
        out.write(`  ${mark} ${title.padEnd(titleWidth)} ${took}${note === '' ? '' : `   (${note})`}\n`)
      },
      drop: end,
    }
  }

  return {
    /**
     * @param {string} title
     * @param {(say: (doing: string) => void) => Promise<{ note: string, worked: boolean }>} work
     */
    async step(title, work) {
      const line = openLine(title)
      try {
        const { note, worked } = await work(line.say)
        if (worked || !onlyWork) line.close('✓', note)
        else line.drop()
      } catch (error) {
        line.close('✗', '')
        throw error
      }
    },
  }
}
