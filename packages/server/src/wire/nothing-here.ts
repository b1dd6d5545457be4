// The answer where there is nothing: a small page for people who have mistyped an address, a problem for programs.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { problem, send } from './answers.ts'

/** Looks as the web app's notices do. No script, and its styles inside, as the content security policy says. */
const page = (words: Words) => `<!doctype html>
<html lang="${words.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title} – Parley</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; gap: 12px; padding: 24px;
    box-sizing: border-box; text-align: center; background: #fff; color: #14191b;
    font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; line-height: 1.55 }
  h1 { margin: 0; font-size: 26px; font-weight: 650; line-height: 1.35 }
  p { margin: 0; color: #55625f }
  a { justify-self: center; margin-top: 12px; padding: 8px 18px; border-radius: 8px; background: #0b7563; color: #fff;
    font-size: 14px; font-weight: 600; text-decoration: none }
  @media (prefers-color-scheme: dark) {
    body { background: #14191b; color: #e3e9e8 }
    p { color: #a3afad }
  }
</style>
<main style="display: contents">
  <h1>${words.title}</h1>
  <p>${words.hint}</p>
  <a href="/">${words.start}</a>
</main>
</html>
`

interface Words {
  readonly language: string
  readonly title: string
  readonly hint: string
  readonly start: string
}

const pages = {
  en: page({
    language: 'en',
    title: 'There is nothing here',
    hint: 'Check the address, or begin at the start page.',
    start: 'Back to start',
  }),
  de: page({
    language: 'de',
    title: 'Hier ist nichts',
    hint: 'Prüfe die Adresse, oder fang auf der Startseite an.',
    start: 'Zum Anfang',
  }),
}

/** 404, in the form and the language that the request asks for. */
export function nothingHere({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'accept, accept-language')
  if (!/\btext\/html\b/i.test(headers.accept ?? '')) {
    problem(response, 404, 'there is nothing here')
    return
  }
  const german = /^\s*de\b/i.test(headers['accept-language'] ?? '')
  send(response, 404, 'text/html; charset=utf-8', german ? pages.de : pages.en)
}
