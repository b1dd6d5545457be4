// What becomes of a visit when its page is hidden for good, and when the browser brings that page back.

/** Of `PageTransitionEvent`: the page comes as it was left, from the back-forward cache. */
function isRestored(event: Event): boolean {
  return 'persisted' in event && event.persisted === true
}

/**
 * @param onGone the page is left: a closed tab ends its visit at once, instead of standing in the room until it is missed
 * @param onRestored the page is shown again just as it was left, with a visit that is over
 */
export function followPage(page: EventTarget, onGone: () => void, onRestored: () => void): () => void {
  const ending = new AbortController()
  const { signal } = ending
  page.addEventListener('pagehide', onGone, { signal })
  page.addEventListener('pageshow', (event) => isRestored(event) && onRestored(), { signal })
  return () => ending.abort()
}
