// The page of a run: one file that needs no other, for a browser, an attachment or an archive.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { LabReport } from '../lab-report.ts'
import { html, raw } from './html.ts'
import { plotsOf } from './plots.ts'
import { answersSection, cardsSection, costSection, gradesSection, timesSection, verdictSection } from './sections.ts'

export function makePage(report: LabReport): string {
  const { options, startedAt, machine } = report
  const title = titleOf(options)
  const about = `${new Date(startedAt).toUTCString()}, ${machine.cores} × ${machine.model}`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(fromUplot('uPlot.min.css'))}${raw(own('page.css'))}</style>
</head>
<body>
<header><h1>${title}</h1><p class="about">${about}</p></header>
<main>
${verdictSection(report)}
${cardsSection(report)}
<section><h2>Over time</h2><div class="plots"></div></section>
${gradesSection(report)}
${answersSection(report)}
${timesSection(report)}
${costSection(report)}
</main>
<script type="application/json" id="figures">${raw(asJson(plotsOf(report.seconds)))}</script>
<script>${raw(fromUplot('uPlot.iife.min.js'))}</script>
<script>${raw(own('draw.js'))}</script>
</body>
</html>
`.html
}

function titleOf(options: object): string {
  const { scenario = 'run', clients = '' } = Object.fromEntries(Object.entries(options))
  return `${String(scenario)} of ${String(clients)}`.replace(/^./, (first) => first.toUpperCase())
}

/** `<` would end the element that it stands in. */
function asJson(content: unknown): string {
  return JSON.stringify(content, (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value,
  ).replaceAll('<', '\\u003c')
}

function own(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8')
}

function fromUplot(name: string): string {
  return readFileSync(join(dirname(createRequire(import.meta.url).resolve('uplot/package.json')), 'dist', name), 'utf8')
}
