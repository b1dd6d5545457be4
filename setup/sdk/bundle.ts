// The JavaScript of the SDK: for bundlers and Node with its dependencies beside it, and for pages without a build step.

import { gzipSync } from 'node:zlib'
import { type InputOptions, type OutputOptions, rolldown } from 'rolldown'

export interface BuiltFile {
  readonly name: string
  readonly bytes: number
  readonly gzippedBytes: number
  /** Not fetched before a page needs it. */
  readonly lazy: boolean
}

/** @param input names of the outputs and their sources @param external what stays an import by name */
export async function writeModules(input: Record<string, string>, folder: string, external: RegExp[]): Promise<void> {
  await write({ input, external, platform: 'neutral' }, { dir: folder, sourcemap: true })
}

/** Everything inside, made small; what is not needed at first lies in files of its own. */
export async function writeForPages(input: Record<string, string>, folder: string): Promise<BuiltFile[]> {
  return await write({ input, platform: 'browser' }, { dir: folder, sourcemap: true, minify: true })
}

async function write(input: InputOptions, output: OutputOptions): Promise<BuiltFile[]> {
  const bundle = await rolldown({ ...input, logLevel: 'warn' })
  try {
    const { output: files } = await bundle.write({ format: 'esm', ...output })
    const chunks = files.filter((file) => file.type === 'chunk')
    const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((each) => [each.fileName, ...each.imports]))
    return chunks.map(({ fileName, code }) => ({
      name: fileName,
      bytes: Buffer.byteLength(code),
      gzippedBytes: gzipSync(code).length,
      lazy: !first.has(fileName),
    }))
  } finally {
    await bundle.close()
  }
}
