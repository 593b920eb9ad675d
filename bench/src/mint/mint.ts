import { freePorts } from '../free-ports.js'
import { loadWith } from '../http-load.js'
import { isPinned, pinLoadGenerator } from '../measured-server.js'
import { type Contestant, startLimit, startOidcProvider } from './contestants.js'
import { figuresOf, type MintFigures } from './figures.js'
import { startTenant } from './tenant-contestant.js'

// Enough that requests arrive while a commit is under way, as on any busy server.
const connections = 64
const rounds = 9
const secondsPerTurn = 1.5

/**
 * Measures minting: Understudy with its audit journal on a file, against a bare `node:http` server (the limit) and
 * oidc-provider (the peer). The three take turns within each round, so that a noisy machine disturbs all alike.
 *
 * @param progress receives a line per round, and one about what makes the figures less exact
 * @throws when a server does not start or dies; its latest output is in the message
 */
export async function mint(progress: (line: string) => void): Promise<MintFigures> {
  if (isPinned) pinLoadGenerator()
  else progress('not pinned: without taskset and two cores, load and server share cores, and the figures scatter more')
  const [limitPort, peerPort, ourPort] = (await freePorts(3)) as [number, number, number]
  const contestants: Contestant[] = []
  try {
    const limit = await startLimit(limitPort)
    contestants.push(limit)
    const peer = await startOidcProvider(peerPort)
    contestants.push(peer)
    const ours = await startTenant(ourPort)
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
    return figuresOf(figures)
  } finally {
    await Promise.all(contestants.map(({ server }) => server.stop()))
  }
}

async function tokensPerCpuSecond({ server, request }: Contestant): Promise<number> {
  const before = await server.cpuSeconds()
  const tokens = await loadWith(request, connections, secondsPerTurn).catch(async (error) => {
    // Connections fail first when a server dies; its own last words explain more.
    await server.cpuSeconds()
    throw error
  })
  return tokens / ((await server.cpuSeconds()) - before)
}
