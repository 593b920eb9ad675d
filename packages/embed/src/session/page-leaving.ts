/** News that may turn out to come from leaving the page alone. */
export interface HeldNews {
  /** Tells it. */
  readonly tell: () => void
  /** Called instead when the page comes back from the browser's back/forward cache: what failed may work again. */
  readonly comeBack: () => void
}

/** What a page does about leaving, as the browser tells of it. */
export interface LeavingPage {
  /** Tells at once; while the page is being left not at all, or later if it stays after all. */
  readonly tellUnlessLeaving: (news: HeldNews) => void
}

/** How long a navigation that has begun may take, in milliseconds, before the page is taken to stay. */
const longestNavigation = 10_000

/** The part of the Navigation API that tells of navigations; not every browser has it, nor do its published types. */
interface NavigationStart extends Event {
  readonly destination: { readonly sameDocument: boolean }
  readonly downloadRequest: string | null
}

/** Calls back when the page begins to navigate elsewhere. */
const onNavigation = (page: Window, begin: () => void): void => {
  const { navigation } = page as { navigation?: EventTarget }
  // Preferred where it exists: `beforeunload` tells of downloads too, and keeps pages out of some browsers' caches.
  if (navigation === undefined) page.addEventListener('beforeunload', begin)
  navigation?.addEventListener('navigate', (event) => {
    const { destination, downloadRequest } = event as NavigationStart
    if (!destination.sameDocument && downloadRequest === null) begin()
  })
}

/** Follows a page that is left: connections and requests break off then, which is no failure of anything. */
export const followLeaving = (page: Window): LeavingPage => {
  let leaving = false
  let stay: ReturnType<typeof setTimeout> | undefined
  let held: HeldNews[] = []

  const end = (settle: (news: HeldNews) => void): void => {
    clearTimeout(stay)
    leaving = false
    const settled = held
    held = []
    settled.forEach(settle)
  }

  onNavigation(page, () => {
    leaving = true
    clearTimeout(stay)
    stay = setTimeout(() => end(({ tell }) => tell()), longestNavigation)
  })
  page.addEventListener('pagehide', () => {
    leaving = true
    clearTimeout(stay)
  })
  page.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) end(({ comeBack }) => comeBack())
  })
  return {
    tellUnlessLeaving: (news) => {
      if (leaving) held.push(news)
      else news.tell()
    },
  }
}
