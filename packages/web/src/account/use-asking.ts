// One question at a time to the server, for a form: whether it is under way, and why it was refused.

import { useState } from 'react'
import { type AccountProblem, accountProblemOf } from './account-problem.ts'

export interface Asking {
  readonly busy: boolean
  /** Of the last question, until the next one. */
  readonly problem: AccountProblem | undefined
  ask(question: () => Promise<void>): void
}

export function useAsking(): Asking {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AccountProblem>()
  const run = async (question: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await question()
    } catch (error) {
      setProblem(accountProblemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    problem,
    ask: (question) => {
      if (!busy) void run(question)
    },
  }
}
