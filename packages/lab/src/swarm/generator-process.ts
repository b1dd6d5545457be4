// How a child process of clients is started: lean, since its memory is counted per client.

/**
 * For Node, before the program. Little of what clients make lives long: with 50 of them, a young generation of 4 MB took
 * 25 MB more than one of 1 MB, and no less CPU that could be measured. A compile cache made no difference.
 */
export const generatorFlags: readonly string[] = ['--max-semi-space-size=1']
