import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpUrl, socketUrl } from './address.ts'
import { ParleyError } from './errors.ts'

test('every way to write an address leads to its WebSocket', () => {
  assert.equal(socketUrl('https://meet.example'), 'wss://meet.example/ws')
  assert.equal(socketUrl('http://localhost:8080/'), 'ws://localhost:8080/ws')
  assert.equal(socketUrl('wss://meet.example/ws'), 'wss://meet.example/ws')
  assert.equal(socketUrl('wss://meet.example/behind/a/proxy#here'), 'wss://meet.example/behind/a/proxy')
})

test('a room is put where a load balancer finds it', () => {
  assert.equal(socketUrl('https://meet.example', 'Room & more'), 'wss://meet.example/ws?room=Room+%26+more')
})

test('what is no address is said to be none', () => {
  for (const address of ['', 'meet.example', 'ftp://meet.example']) {
    assert.throws(() => socketUrl(address), ParleyError)
  }
})

test('what the server names by a path is beside its socket', () => {
  for (const [address, url] of [
    ['ws://host:8080', 'http://host:8080/files/1?key=k'],
    ['https://host', 'https://host/files/1?key=k'],
    ['wss://host/ws', 'https://host/files/1?key=k'],
    ['wss://host/below/ws?x=y', 'https://host/below/files/1?key=k'],
  ])
    assert.equal(httpUrl(address ?? '', '/files/1?key=k'), url)
})
