import { proofKeyFor } from '../dpop/proof-key.js'
import { createTokenKeeper, type TokenKeeper } from '../token/token-keeper.js'
import { askForToken, type TokenSource } from '../token/token-source.js'
import type { TokenHost } from './host.js'
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

const createKeeper = (host: TokenHost): TokenKeeper => {
  const keeper = createTokenKeeper({
    ask: () => askForToken(host.getAccessToken, { dpopJkt: async () => (await proofKeyFor(host.origin)).jkt }),
    now: Date.now,
    ahead: () => clockAhead(host.origin),
    random: Math.random,
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') keeper.woke()
  })
  window.addEventListener('online', keeper.woke)
  const forget = typeof host.getAccessToken === 'function' ? host.getAccessToken.forget : undefined
  if (forget === undefined) return keeper
  return {
    ...keeper,
    refused: (value) => {
      forget()
      keeper.refused(value)
    },
    refuseCurrent: () => {
      forget()
      keeper.refuseCurrent()
    },
  }
}
