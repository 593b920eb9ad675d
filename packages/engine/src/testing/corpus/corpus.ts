import { aggregations } from './aggregations.js'
import { colours } from './colours.js'
import { conditions } from './conditions.js'
import type { CorpusCase } from './corpus-case.js'
import { dates } from './dates.js'
import { distributions } from './distributions.js'
import { numbers } from './numbers.js'
import { ranges } from './ranges.js'
import { texts } from './texts.js'

/** Formulas with results reasoned from the public documentation of the language, page by page. */
export const corpus: readonly CorpusCase[] = [
  ...conditions,
  ...texts,
  ...numbers,
  ...distributions,
  ...ranges,
  ...dates,
  ...colours,
  ...aggregations,
]
