// Writes the generated parts of docs/protocol.md and docs/configuration.md: `node docs/generate.ts`.

import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { configurationRegions } from './generate/configuration.ts'
import { protocolRegions } from './generate/protocol.ts'

interface Page {
  readonly path: string
  readonly regions: Readonly<Record<string, () => string>>
}

export const pages: readonly Page[] = [
  { path: join(import.meta.dirname, 'protocol.md'), regions: protocolRegions },
  { path: join(import.meta.dirname, 'configuration.md'), regions: configurationRegions },
]

/** The page's text with each region between `<!-- generated:name -->` and `<!-- /generated -->` written anew. */
export function generate({ path, regions }: Page, text: string): string {
  const unused = new Set(Object.keys(regions))
  const written = text.replace(
    /(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, start: string, name: string, end: string) => {
      const region = regions[name]
      if (region === undefined) throw new Error(`${path}: there is no generated region ${name}`)
      unused.delete(name)
      return `${start}\n${region()}\n\n${end}`
    },
  )
  if (unused.size > 0) throw new Error(`${path} has no place for ${[...unused].join(', ')}`)
  return written
}

if (import.meta.main) {
  for (const page of pages) {
    const before = readFileSync(page.path, 'utf8')
    const after = generate(page, before)
    if (after !== before) writeFileSync(page.path, after)
    process.stdout.write(`${after === before ? 'unchanged' : 'written  '} ${relative(process.cwd(), page.path)}\n`)
  }
}
