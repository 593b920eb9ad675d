import { createStore, del, get, set } from 'idb-keyval'
import type { SignedInTokens } from './request-tokens.js'

/** Where a page wants its user's tokens to be kept (contract 5.3); otherwise they live as long as the page. */
export type TokenStorage = 'session' | 'local'

/** Keeps the tokens of one client. */
export interface KeptTokens {
  readonly read: () => Promise<SignedInTokens | undefined>
  readonly write: (tokens: SignedInTokens | undefined) => Promise<void>
  /**
   * Runs `work` while nothing else runs on the same tokens, in this page or another one that shares them: a refresh token
   * works once, so that of two that read the same one the second would end the sign-in of both.
   */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

/** @param name what tells the client from others of the page's origin */
export const keepTokens = (name: string, where: TokenStorage | undefined): KeptTokens => {
  const key = `understudy-tokens ${name}`
  if (where === 'local') return keptForOrigin(key)
  return where === 'session' ? keptForTab(key) : keptForPage()
}

/**
 * In IndexedDB, as what one page has written there the next one reads: `localStorage` reaches the pages of other processes
 * some time later, when they hold the lock already.
 */
const keptForOrigin = (key: string): KeptTokens => {
  const store = createStore('understudy', 'tokens')
  return {
    read: () => get<SignedInTokens>(key, store),
    write: (tokens) => (tokens === undefined ? del(key, store) : set(key, tokens, store)),
    alone: async (work) => navigator.locks.request(key, work),
  }
}

const keptForTab = (key: string): KeptTokens => ({
  read: async () => {
    const text = sessionStorage.getItem(key)
    return text === null ? undefined : (JSON.parse(text) as SignedInTokens)
  },
  write: async (tokens) => {
    if (tokens === undefined) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, JSON.stringify(tokens))
  },
  alone: oneAfterTheOther(),
})

const keptForPage = (): KeptTokens => {
  let held: SignedInTokens | undefined
  return {
    read: async () => held,
    write: async (tokens) => {
      held = tokens
    },
    alone: oneAfterTheOther(),
  }
}

const oneAfterTheOther = (): KeptTokens['alone'] => {
  let latest: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const done = latest.then(work, work)
    latest = done
    return done
  }
}
