// Tries mutants of a family one after the other, in a process of its own as one may never end; tells its parent of each.
import { join } from 'node:path'
import { createServer, createServerModuleRunner } from 'vite'
import { root } from '../steps/root.mjs'
import { mutantsOf } from './mutants-of.mjs'

const answers = '/packages/engine/src/testing/mutants/answers.ts'
const [family, positions] = [process.argv[2], JSON.parse(process.argv[3])]
const mutants = mutantsOf(family)
let mutant

const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  resolve: { conditions: ['understudy-source'] },
  ssr: { resolve: { conditions: ['understudy-source'] } },
  optimizeDeps: { noDiscovery: true },
  plugins: [
    {
      name: 'mutant',
      enforce: 'pre',
      transform: (_, id) => (mutant && id === join(root, mutant.file) ? mutant.edited : undefined),
    },
  ],
})
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false })

const invalidate = (file) => {
  const { moduleGraph } = server.environments.ssr
  for (const module of moduleGraph.getModulesByFile(join(root, file)) ?? []) moduleGraph.invalidateModule(module)
  runner.clearCache()
}

/** Why a mutant is told from the code as it is; `null` where it is not. */
const killerOf = async (models) => {
  try {
    const { familyAgrees } = await runner.import(answers)
    return (await familyAgrees(models, family)) ? null : 'a result'
  } catch (error) {
    return String(error).split('\n')[0]
  }
}

const { withModels } = await runner.import(answers)
await withModels(async (models) => {
  const wrong = await killerOf(models)
  if (wrong !== null) throw new Error(`without any mutant: ${wrong}`)
  for (const position of positions) {
    mutant = mutants[position]
    process.send({ position })
    invalidate(mutant.file)
    process.send({ position, killer: await killerOf(models) })
    invalidate(mutant.file)
  }
})
await server.close()
process.send({ position: 'all' })
process.disconnect()
