import type { SignedInTokens } from './request-tokens.js'

/** Where a page wants its user's tokens to be kept (contract 5.3); otherwise they live as long as the page. */
export type TokenStorage = 'session' | 'local'

/** Keeps the tokens of one client. */
export interface KeptTokens {
  readonly read: () => SignedInTokens | undefined
  readonly write: (tokens: SignedInTokens | undefined) => void
  /**
   * Runs `work` while no other page of the origin runs work on the same tokens: a refresh token works once, so that of two
   * pages that read the same one the second would end the sign-in of both.
   */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
}

/** @param name what tells the client from others of the page's origin */
export const keepTokens = (name: string, where: TokenStorage | undefined): KeptTokens => {
  const key = `understudy-tokens ${name}`
  let held: SignedInTokens | undefined
  const storage = where === undefined ? undefined : where === 'local' ? localStorage : sessionStorage
  return {
    read: () => {
      if (storage === undefined) return held
      const text = storage.getItem(key)
      return text === null ? undefined : (JSON.parse(text) as SignedInTokens)
    },
    write: (tokens) => {
      if (storage === undefined) held = tokens
      else if (tokens === undefined) storage.removeItem(key)
      else storage.setItem(key, JSON.stringify(tokens))
    },
    alone: async (work) => (where === 'local' ? navigator.locks.request(key, work) : work()),
  }
}
