// Keeps the facts of a room in order: each is applied once, and a missing one is noticed.

interface FactPosition {
  readonly epoch: number
  readonly seq: number
}

/** apply: the next one. ignore: known already. gap: something was missed, and only a new snapshot helps. */
type FactVerdict = 'apply' | 'ignore' | 'gap'

export class FactOrder {
  #epoch = -1
  #seq = -1

  /** The position of a snapshot. */
  reset({ epoch, seq }: FactPosition): void {
    this.#epoch = epoch
    this.#seq = seq
  }

  /** Of the last fact that was applied. */
  get position(): FactPosition {
    return { epoch: this.#epoch, seq: this.#seq }
  }

  take({ epoch, seq }: FactPosition): FactVerdict {
    if (epoch !== this.#epoch) return epoch < this.#epoch ? 'ignore' : 'gap'
    if (seq <= this.#seq) return 'ignore'
    if (seq !== this.#seq + 1) return 'gap'
    this.#seq = seq
    return 'apply'
  }
}
