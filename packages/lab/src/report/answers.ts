// The questions that somebody asks of a media server (requirement LAB-17), answered where one run can tell.

import { type LabReport, lossShare } from './lab-report.ts'
import type { Second } from './series.ts'
import { count, ms, percent } from './text.ts'

export interface Answer {
  readonly question: string
  readonly answer: string
}

export function answersOf(report: LabReport): Answer[] {
  return [roomLimit(report), bandwidth(report), bottleneck(report), instability(report), churn(report)].flatMap(
    (answer) => answer ?? [],
  )
}

function roomLimit({ clients, ending, verdict, perClient }: LabReport): Answer {
  const rooms = Map.groupBy(perClient, ({ room }) => room)
  const largest = Math.max(0, ...[...rooms.values()].map((members) => members.length))
  const went = !verdict.valid
    ? 'but the lab was saturated, so a larger room may do as well'
    : ending === 'ok'
      ? 'and nothing was critical: the limit is higher'
      : 'and that was too much for something: see below'
  return {
    question: 'How many participants does a room hold?',
    answer: `${count(largest)} in the largest of ${rooms.size}, ${clients.connected} of ${clients.planned} connected, ${went}.`,
  }
}

/** While clients come, each has its share of what is received. */
function bandwidth({ seconds }: LabReport): Answer | undefined {
  const ramp = seconds.filter(({ clients, packetsReceived }) => clients.connected > 1 && packetsReceived > 0)
  const [early, late] = [ramp[Math.floor(ramp.length / 4)], ramp.findLast(({ phase }) => phase === 'steady')]
  if (early === undefined || late === undefined || late.clients.connected < early.clients.connected * 1.5)
    return undefined
  const each = ({ bytesReceived, clients }: Second) => (bytesReceived * 8) / 1e6 / clients.connected
  const grown = late.clients.connected / early.clients.connected
  const total = late.bytesReceived / Math.max(1, early.bytesReceived)
  const shape = total > grown * 1.25 ? 'faster than' : total < grown * 0.75 ? 'slower than' : 'as'
  return {
    question: 'Is bandwidth linear in participants?',
    answer: `From ${early.clients.connected} to ${late.clients.connected} of them what was received grew ${total.toFixed(1)}-fold, ${shape} their number (${grown.toFixed(1)}-fold): each received ${each(early).toFixed(2)}, then ${each(late).toFixed(2)} Mbit/s.`,
  }
}

function bottleneck({ server, verdict, machine, media }: LabReport): Answer {
  const busiest = server.processes.toSorted((a, b) => b.cpuMean - a.cpuMean)[0]
  const used = busiest === undefined ? '' : ` The server's ${busiest.role} used ${percent(busiest.cpuMean)} of a core.`
  const answer = !verdict.valid
    ? `The lab: ${verdict.reasons[0] ?? ''}.`
    : busiest !== undefined && busiest.cpuMean > 0.7
      ? `CPU, of the server's ${busiest.role}: ${percent(busiest.cpuMean)} of a core.`
      : media.drops.server > 0
        ? `Memory of sockets: the server's dropped ${count(media.drops.server)} packets.`
        : machine.busy > 0.9
          ? 'The processors of this machine, which lab and server share.'
          : `None was reached.${used}`
  return { question: 'What is the bottleneck?', answer }
}

function instability({ media }: LabReport): Answer | undefined {
  if (media.packetsLost === 0) return undefined
  const { packetsUnrecovered: gone, packetsLost } = media
  return {
    question: 'What does an unstable network do?',
    answer: `${percent(lossShare(media))} of the packets were lost; ${percent(1 - gone / packetsLost)} of them came again when they were asked for, ${count(media.freezes)} pictures froze.`,
  }
}

function churn({ clients, connecting }: LabReport): Answer | undefined {
  if (clients.reconnects === 0 || connecting.connectedMs === undefined) return undefined
  return {
    question: 'What does coming and going do?',
    answer: `${count(clients.reconnects)} connections were made again; coming took ${ms(connecting.connectedMs.p50)} ms (P95 ${ms(connecting.connectedMs.p95)}).`,
  }
}
