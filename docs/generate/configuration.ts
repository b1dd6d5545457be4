// The table of docs/configuration.md, from the server's schema of settings.

import { settings } from '../../packages/server/src/config/config.ts'
import { ConfigSchema } from '../../packages/server/src/config/schema.ts'
import type { Schema } from './schema.ts'
import { code, table } from './table.ts'

const sections: Readonly<Record<string, Schema>> = ConfigSchema.properties

function sectionText([section, { description = '' }]: [string, Schema]): string {
  const rows = settings()
    .filter(({ path }) => path.startsWith(`${section}.`))
    .map(({ path, flag, variable, default: fallback, description: meaning }) => [
      code(path),
      code(flag),
      code(variable),
      defaultText(fallback),
      meaning,
    ])
  return `### ${description} (\`${section}\`)\n\n${table(['Setting', 'Flag', 'Variable', 'Default', ''], rows)}`
}

function defaultText(value: unknown): string {
  if (value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)) return 'none'
  return code(typeof value === 'string' ? value : JSON.stringify(value))
}

export const configurationRegions: Readonly<Record<string, () => string>> = {
  settings: () => Object.entries(sections).map(sectionText).join('\n\n'),
}
