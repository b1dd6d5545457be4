// How a run can end, as the number that a shell sees.

export const exitCodes = {
  ok: { code: 0, text: 'all clients connected and nothing is critical' },
  failed: { code: 1, text: 'clients failed, a figure is critical (see the summary), or one is worse than it was' },
  usage: { code: 2, text: 'the command line makes no sense' },
  invalid: { code: 3, text: 'the generator was saturated: the figures say nothing about the server' },
  target: { code: 4, text: 'the target was refused, cannot be reached or lets nobody in; nothing was run' },
  interrupted: { code: 130, text: 'interrupted; the report covers what was measured until then' },
} as const satisfies Record<string, { code: number; text: string }>

export type Ending = keyof typeof exitCodes

/** Ends the program with one clear line and a code, without a stack. */
export class LabError extends Error {
  readonly ending: Ending

  constructor(ending: Ending, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LabError'
    this.ending = ending
  }
}
