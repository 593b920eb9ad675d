import { BaseSequencer } from 'vitest/node'

/** Test files that take many seconds, the longest first. */
const longest = [
  'sessions-of-nodes.test.ts',
  'exports/exports.test.ts',
  'contents-of-nodes.test.ts',
  'rest-isolation.test.ts',
  'hidden-rows.test.ts',
  'made-apps.test.ts',
  'corpus.test.ts',
  'ended-access-of-nodes.test.ts',
  'asked-once.test.ts',
  'large-sets.test.ts',
  'app-media.test.ts',
  'several-tenants.test.ts',
  'sessions-after-a-crash.test.ts',
  'limits-agree-with-oracle.test.ts',
  'calculated-agree-with-oracle.test.ts',
  'rows-agree-with-oracle.test.ts',
  'engine-agrees-with-oracle.test.ts',
  'sorting-agrees-with-oracle.test.ts',
  'random-formulas.test.ts',
  'catalogue.test.ts',
]

const place = ({ moduleId }) => {
  const found = longest.findIndex((name) => moduleId.endsWith(name))
  return found < 0 ? longest.length : found
}

/** Begins with what takes longest, so that no worker is alone with it at the end. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}
