// Lists what can be asked for: which steps each command needs, and what it runs then.

/** @typedef {'worker' | 'packages' | 'web' | 'typedoc'} Need */
/** @typedef {{ needs: Need[], runs: (args: string[]) => string[], quiet?: boolean }} Command */

const server = 'packages/server/src/main.ts'

/** @type {Record<string, Command>} */
export const commands = {
  start: { needs: ['worker', 'web'], runs: (args) => [server, 'serve', ...args] },
  parley: { needs: ['worker', 'web'], runs: (args) => [server, ...args], quiet: true },
  lab: { needs: [], runs: (args) => ['packages/lab/src/main.ts', ...args], quiet: true },
  check: { needs: ['worker'], runs: (args) => ['tests/run.ts', 'check', ...args] },
  test: { needs: ['worker', 'packages', 'web', 'typedoc'], runs: (args) => ['tests/run.ts', 'test', ...args] },
  fuzz: { needs: ['worker'], runs: (args) => ['tests/fuzz.ts', ...args] },
  pack: { needs: [], runs: (args) => ['setup/sdk/pack.ts', ...args], quiet: true },
  'docs:sdk': { needs: ['typedoc'], runs: (args) => ['setup/sdk/reference.ts', ...args], quiet: true },
  docs: { needs: [], runs: (args) => ['docs/generate.ts', ...args], quiet: true },
  screenshots: { needs: ['worker', 'packages', 'web'], runs: (args) => ['docs/screenshots.ts', ...args] },
  bench: { needs: ['worker', 'web'], runs: ([name, ...args]) => [`bench/${name}.ts`, ...args] },
}
