import { median, pairedRatio } from '../statistics.js'

/** Tokens per server-CPU-second, medians; ratios are medians over interleaved pairs. */
export interface MintFigures {
  readonly limit: number
  readonly ours: number
  readonly oidcProvider: number
  readonly ratioToLimit: number
  readonly ratioToOidcProvider: number
}

/** Tokens per server-CPU-second of each contestant, one value per round. */
export type MintRounds = Readonly<Record<'limit' | 'ours' | 'oidcProvider', readonly number[]>>

/** Sums the rounds up: whole tokens, ratios with two decimals. */
export const figuresOf = ({ limit, ours, oidcProvider }: MintRounds): MintFigures => ({
  limit: Math.round(median(limit)),
  ours: Math.round(median(ours)),
  oidcProvider: Math.round(median(oidcProvider)),
  ratioToLimit: twoDecimals(pairedRatio(ours, limit)),
  ratioToOidcProvider: twoDecimals(pairedRatio(ours, oidcProvider)),
})

const twoDecimals = (value: number): number => Math.round(value * 100) / 100
