// Runs pieces of work one after another, in the order in which they came; one that fails does not stop the next.

export class Mailbox {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    // The caller hears of the failure through `done`; the chain only needs to know that this piece is over.
    this.#last = done.catch(() => undefined)
    return done
  }
}
