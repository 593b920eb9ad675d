import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/tests/longest-first.mjs'

const source = {
  resolve: { conditions: ['understudy-source'] },
  ssr: { resolve: { conditions: ['understudy-source'] } },
}

/** Tests that put something in place of a module, which has to be loaded anew for that. */
const mocked = 'packages/*/src/**/*.mocked.test.ts'

export default defineConfig({
  test: {
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          setupFiles: process.env.CI ? ['scripts/tests/fixed-seed.mjs'] : [],
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/build/*.test.mjs',
            'examples/*/src/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'scripts/*.test.mjs',
          ],
          exclude: [mocked],
          // Modules keep nothing that a test could leave behind; loading them anew for each file took half of the time.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
          // A machine that has much else to do is no failure.
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...source,
        test: {
          name: 'mocked',
          include: [mocked],
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts'],
          globalSetup: ['e2e/src/harness/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          expect: { poll: { timeout: 60_000 } },
          fileParallelism: false,
          // One browser for all files, and libraries that are read once.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
    ],
  },
})
