import { aggregations } from './aggregations.js'
import { boundaries } from './boundaries.js'
import { colours } from './colours.js'
import { conditions } from './conditions.js'
import type { CorpusCase, TableCase } from './corpus-case.js'
import { dates } from './dates.js'
import { distributions } from './distributions.js'
import { formats } from './formats.js'
import { numbers } from './numbers.js'
import { ranges } from './ranges.js'
import { regexes } from './regexes.js'
import { rows } from './rows.js'
import { session } from './session.js'
import { texts } from './texts.js'

/** Formulas with results reasoned from the public documentation of the language, page by page. */
export const corpus: readonly CorpusCase[] = [
  ...conditions,
  ...texts,
  ...regexes,
  ...numbers,
  ...distributions,
  ...ranges,
  ...dates,
  ...formats,
  ...colours,
  ...aggregations,
  ...session,
  ...boundaries,
]

/** Formulas in the rows of a table. */
export const tableCorpus: readonly TableCase[] = rows
