import { type LoadRequest, loadWith } from '../http-load.js'
import { type MeasuredServer, pinLoadGenerator } from '../measured-server.js'
import { median } from '../statistics.js'
import { type Contestant, startLimit, startOidcProvider } from './contestants.js'
import { startTenant } from './tenant-contestant.js'

const connections = 32
const rounds = 9
const secondsPerTurn = 1.5
const serverCore = 0
const loadCore = 1

/** Tokens per server-CPU-second, medians; ratios are medians over interleaved pairs. */
export interface MintFigures {
  readonly limit: number
  readonly ours: number
  readonly oidcProvider: number
  readonly ratioToLimit: number
  readonly ratioToOidcProvider: number
}

/**
 * Measures minting: Understudy with its audit journal on a file, against a bare `node:http` server (the limit) and
 * oidc-provider (the peer). The three take turns within each round, so that a noisy machine disturbs all alike.
 *
 * @param progress receives a line per round
 */
export async function mint(progress: (line: string) => void): Promise<MintFigures> {
  pinLoadGenerator(loadCore)
  const contestants: Contestant[] = []
  try {
    const limit = await startLimit(4871, serverCore)
    contestants.push(limit)
    const peer = await startOidcProvider(4872, serverCore)
    contestants.push(peer)
    const ours = await startTenant(4873, serverCore)
    contestants.push(ours)
    for (const contestant of contestants) await tokensPerCpuSecond(contestant)

    const figures = { limit: [] as number[], ours: [] as number[], oidcProvider: [] as number[] }
    for (let round = 1; round <= rounds; round++) {
      figures.limit.push(await tokensPerCpuSecond(limit))
      figures.ours.push(await tokensPerCpuSecond(ours))
      figures.oidcProvider.push(await tokensPerCpuSecond(peer))
      const latest = Object.entries(figures).map(([name, values]) => `${name} ${Math.round(values.at(-1) as number)}`)
      progress(`round ${round}/${rounds}: ${latest.join(', ')} tokens per CPU-second`)
    }
    return {
      limit: Math.round(median(figures.limit)),
      ours: Math.round(median(figures.ours)),
      oidcProvider: Math.round(median(figures.oidcProvider)),
      ratioToLimit: pairedRatio(figures.ours, figures.limit),
      ratioToOidcProvider: pairedRatio(figures.ours, figures.oidcProvider),
    }
  } finally {
    await Promise.all(contestants.map(({ server }) => server.stop()))
  }
}

async function tokensPerCpuSecond({
  server,
  request,
}: {
  server: MeasuredServer
  request: LoadRequest
}): Promise<number> {
  const before = await server.cpuSeconds()
  const tokens = await loadWith(request, connections, secondsPerTurn)
  return tokens / ((await server.cpuSeconds()) - before)
}

function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  const ratios = ours.map((value, round) => value / (theirs[round] as number))
  return Math.round(median(ratios) * 100) / 100
}
