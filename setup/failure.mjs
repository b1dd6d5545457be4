// An ending of the set-up that says what went wrong and what the reader can do about it, without a stack trace.

export class SetUpFailure extends Error {
  /**
   * @param {string} reason what went wrong, in one sentence
   * @param {{ advice?: string, details?: string, cause?: unknown }} [more] what to do, and the last words of the program
   */
  constructor(reason, { advice = '', details = '', cause } = {}) {
    super(reason, { cause })
    this.advice = advice
    this.details = details
  }
}

/** The person pressed Ctrl-C, or somebody ended the set-up. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} by */
  constructor(by) {
    super(`interrupted by ${by}`)
    this.by = by
  }
}

const known = [
  [
    /ENOSPC|No space left|enough free space/i,
    'The disk is full. Free some space, then do it again: it goes on from here.',
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|CERT_HAS_EXPIRED/,
    'A proxy speaks with a certificate that Node does not know. Name its file with NODE_EXTRA_CA_CERTS.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Could not resolve|Temporary failure resolving|Network is unreachable/,
    'The network does not answer. Check the connection (and HTTPS_PROXY, if there is a proxy), then do it again.',
  ],
  [
    /EUSAGE|are in sync/,
    'package.json and package-lock.json do not agree. Run "npm install" and commit what it changes.',
  ],
  [/EACCES|EPERM|EROFS|Permission denied|Read-only file system/, 'A file or folder cannot be written by this user.'],
  [/Killed signal terminated program|virtual memory exhausted|out of memory/i, 'There is not enough memory.'],
  [
    /Unable to locate package|has no installation candidate/,
    'This release of Debian lacks that package: 12 or newer is needed.',
  ],
]

/** What to do about an error whose words are known; '' when they are not. @param {string} words */
export const adviceFor = (words) => known.find(([pattern]) => /** @type {RegExp} */ (pattern).test(words))?.[1] ?? ''
