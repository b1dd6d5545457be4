import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'
import { filesFolder } from './files-folder.ts'

test('files lie beside the database, unless another folder is named', () => {
  const of = (environment: Record<string, string>) => filesFolder(readConfig({ environment }))
  assert.equal(of({}), 'data/files')
  assert.equal(of({ PARLEY_STORE_URL: 'sqlite:/var/lib/parley/parley.db?synchronous=full' }), '/var/lib/parley/files')
  assert.equal(of({ PARLEY_STORE_URL: 'sqlite:///var/lib/parley/parley.db' }), '/var/lib/parley/files')
  assert.equal(of({ PARLEY_STORE_URL: 'postgres://db/parley' }), 'data/files')
  assert.equal(of({ PARLEY_STORE_URL: 'sqlite::memory:' }), undefined)
  assert.equal(of({ PARLEY_STORE_URL: 'sqlite::memory:', PARLEY_FILES_FOLDER: '/srv/files' }), '/srv/files')
})
