// How a child process of clients is started: lean, since its memory is counted per client.

/**
 * For Node, before the program. Little of what clients make lives long: with 50 of them, a young generation of 4 MB took
 * 25 MB more than one of 1 MB, and no less CPU that could be measured. A compile cache made no difference.
 */
export const generatorFlags: readonly string[] = ['--max-semi-space-size=1']

/**
 * Of processes whose clients only listen (nice(2): a tenth of the weight of the others). Hundreds of threads that wait
 * for packets would keep a server on the same machine from sending them: 600 listeners heard what was said 5 s before.
 * Held back, they find more packets each time they wake, and are cheaper; that they are not too late is for the verdict.
 */
export const listenerNiceness = 10
