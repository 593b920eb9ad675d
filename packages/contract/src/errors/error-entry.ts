/** One row of the error catalogue. */
export interface ErrorEntry {
  /** HTTP status of the response that carries it. */
  readonly status: number
  /** What happened, in a few words; the envelope's `title`. */
  readonly title: string
  /** How to solve it, addressed to the engineer who meets it. Rendered into the documentation and into panels. */
  readonly solution: string
  /** The RFC 6749 section 5.2 (or extension) `error` value, where the error is answered by an OAuth endpoint. */
  readonly oauthError?: string
  /** The `code` of the JSON-RPC error frame, where the error is answered by the QIX endpoint. Default: -32603. */
  readonly qixCode?: number
}

/** Keeps the literal codes while checking the shape of each entry. */
export const defineErrors = <const T extends Record<string, ErrorEntry>>(entries: T): T => entries
