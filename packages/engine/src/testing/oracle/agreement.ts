import fc from 'fast-check'

/** A property of random scenes: engine and oracle show the same. */
export interface Agreement<Scene> {
  readonly scenes: fc.Arbitrary<Scene>
  /** How many of a thousand cubes are of these scenes. */
  readonly ofThousand: number
  /** Compares the cubes of a scene, and calls `compared` for each. */
  readonly compare: (scene: Scene, compared: () => void) => Promise<void>
}

/** Ends a run that has compared what is wanted. */
const enough = new Error('enough cubes are compared')

/** Cubes that the tests of a run compare together, at least. */
const cubes = Number(process.env.ORACLE_CUBES ?? 1_000)

/**
 * Compares random scenes until enough cubes are compared. The seed is a new one, but for a run that fixes those of all
 * random tests. It is printed; `ORACLE_SEED` repeats a run, and with `ORACLE_PATH` the scene that failed.
 *
 * @throws what the first scene throws that disagrees, with the seed and path before it
 */
export const assertAgreement = async <Scene>({ scenes, ofThousand, compare }: Agreement<Scene>): Promise<void> => {
  const seed = Number(process.env.ORACLE_SEED ?? fc.readConfigureGlobal().seed ?? Math.floor(Math.random() * 2 ** 31))
  const path = process.env.ORACLE_PATH
  const wanted = Math.ceil((ofThousand * cubes) / 1_000)
  const shrinks = process.env.ORACLE_SHRINK !== undefined
  let count = 0
  const property = fc.asyncProperty(scenes, async (scene) => {
    if (count < wanted) return compare(scene, () => count++)
    // Making further scenes would take longer than comparing those that were wanted.
    if (!shrinks) throw enough
  })
  const found = await fc.check(property, {
    seed,
    // Some scenes have no cube, as their people may see nothing.
    numRuns: wanted + 100,
    endOnFailure: !shrinks,
    ...(path === undefined ? {} : { path }),
  })
  if (found.failed && found.errorInstance !== enough) {
    const error = found.errorInstance instanceof Error ? found.errorInstance : new Error(String(found.errorInstance))
    error.message = `ORACLE_SEED=${found.seed} ORACLE_PATH=${found.counterexamplePath}\n${error.message}`
    throw error
  }
  if (count < wanted && path === undefined) throw new Error(`only ${count} random cubes: ORACLE_SEED=${seed}`)
  console.info(`${count} random cubes agree with the oracle: ORACLE_SEED=${seed}`)
}
