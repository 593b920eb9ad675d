import { proofKeyFor } from '../dpop/proof-key.js'
import { createTokenKeeper, type TokenKeeper, type TokenNews } from '../token/token-keeper.js'
import { askForToken, type TokenSource } from '../token/token-source.js'
import type { TokenHost } from './host.js'
import { changePerson } from './persons.js'
import { clockAhead } from './server-clock.js'

/** Keepers by the page's function, then by tenant and client. Functions differ by identity, names by text. */
const keepers = new Map<TokenSource, Map<string, TokenKeeper>>()

/** The keeper that everything on the page shares which uses the same tenant, client and function. */
export const keeperOf = (host: TokenHost): TokenKeeper => {
  const bySource = keepers.get(host.getAccessToken) ?? new Map<string, TokenKeeper>()
  keepers.set(host.getAccessToken, bySource)
  const key = `${host.origin} ${host.clientId}`
  const keeper = bySource.get(key) ?? createKeeper(host)
  bySource.set(key, keeper)
  return keeper
}

/** How long a page's function may take, in milliseconds. */
const patience = 30_000

/** The keeper that it is about; undefined for those whom cookies stand for, of whose change only the page knows. */
type NewsListener = (news: TokenNews, keeper: TokenKeeper | undefined) => void

const listeners = new Set<NewsListener>()

/** Tells what happens to the tokens of any keeper of the page. Returns what stops it. */
export const onTokenNews = (listener: NewsListener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** All keepers of the page. */
const allKeepers = (): TokenKeeper[] => [...keepers.values()].flatMap((bySource) => [...bySource.values()])

/** Asks the page again where it failed: a person wants it. */
export const wakeKeepers = (): void => {
  for (const keeper of allKeepers()) keeper.woke()
}

/** The page says that the person has changed: no token of before is used any more. */
export const forgetPerson = (): void => {
  for (const keeper of allKeepers()) keeper.forget()
  tell('another person', undefined)
}

const tell: NewsListener = (news, keeper) => {
  for (const listener of [...listeners]) listener(news, keeper)
}

const embeds = new Set<object>()

/** Counts an embed of the page: without any, a page that failed to supply a token is not asked again. Returns its end. */
export const countEmbed = (): (() => void) => {
  const embed = {}
  embeds.add(embed)
  // A client may end an embed twice.
  return () => embeds.delete(embed)
}

const createKeeper = (host: TokenHost): TokenKeeper => {
  const { forget: forgetKept, leave: leaveKept } =
    typeof host.getAccessToken === 'function' ? host.getAccessToken : { forget: undefined, leave: undefined }
  const keeper: TokenKeeper = createTokenKeeper({
    ask: () => askForToken(host.getAccessToken, { dpopJkt: async () => (await proofKeyFor(host.origin)).jkt }),
    now: Date.now,
    ahead: () => clockAhead(host.origin),
    random: Math.random,
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
    isOnline: () => navigator.onLine,
    isWanted: () => embeds.size > 0,
    // A sign-in takes as long as the person does.
    patience: forgetKept === undefined ? patience : undefined,
    tell: (news) => {
      if (news === 'another person') changePerson(host)
      tell(news, keeper)
    },
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') keeper.woke()
  })
  window.addEventListener('online', keeper.woke)
  if (forgetKept === undefined || leaveKept === undefined) return keeper
  // What the runtime keeps of a sign-in is no better than what it supplied.
  return Object.assign(keeper, {
    refused: after(forgetKept, keeper.refused),
    refuseCurrent: after(forgetKept, keeper.refuseCurrent),
    forget: after(leaveKept, keeper.forget),
  })
}

const after =
  <Args extends unknown[]>(first: () => void, then: (...args: Args) => void) =>
  (...args: Args): void => {
    first()
    then(...args)
  }
