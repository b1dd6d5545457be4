// Where the files that people send lie, when nobody has said so: beside the database. Pure.

import { dirname, join } from 'node:path'
import type { Config } from './config.ts'

/** Undefined: nowhere for long, as the database. */
export function filesFolder({ files, store }: Pick<Config, 'files' | 'store'>): string | undefined {
  if (files.folder !== '') return files.folder
  const [, database] = /^sqlite:(?:\/\/(?=\/))?([^?]*)/.exec(store.url) ?? []
  if (database === undefined) return join('data', 'files')
  return database === ':memory:' ? undefined : join(dirname(database), 'files')
}
