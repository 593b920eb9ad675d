import type { SignedInTokens } from './request-tokens.js'

/** Where a page wants its user's tokens to be kept (contract 5.3); otherwise they live as long as the page. */
export type TokenStorage = 'session' | 'local'

/** Keeps the tokens of one client. */
export interface KeptTokens {
  readonly read: () => SignedInTokens | undefined
  readonly write: (tokens: SignedInTokens | undefined) => void
}

/** @param name what tells the client from others of the page's origin */
export const keepTokens = (name: string, where: TokenStorage | undefined): KeptTokens => {
  const key = `understudy-tokens ${name}`
  let held: SignedInTokens | undefined
  const storage = where === undefined ? undefined : where === 'local' ? localStorage : sessionStorage
  return {
    read: () => {
      const text = storage?.getItem(key)
      return text ? (JSON.parse(text) as SignedInTokens) : held
    },
    write: (tokens) => {
      held = tokens
      if (tokens === undefined) storage?.removeItem(key)
      else storage?.setItem(key, JSON.stringify(tokens))
    },
  }
}
