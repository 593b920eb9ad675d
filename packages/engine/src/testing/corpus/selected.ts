import type { EvaluationContext } from '../../evaluate/evaluation.js'
import { selecting } from '../small-model.js'
import { page } from './corpus-case.js'

/** A field of which more values are selected than are told by default, one that narrows it, and one with a single value. */
export const selectedModel = `CREATE TABLE letters AS SELECT * FROM (VALUES
  ('a', 1), ('b', 2), ('c', 1), ('d', 2), ('e', 1), ('f', 2), ('g', 1), ('h', 2), ('i', 1)) t("letter", "half");
CREATE TABLE alone AS SELECT * FROM (VALUES ('z')) t("only")`

/** With seven of nine letters selected, of which the half that is selected excludes three. */
export const withSelected = async (context: EvaluationContext): Promise<EvaluationContext> => {
  const letters = await selecting(context, 'letter', 'a', 'b', 'c', 'd', 'e', 'f', 'g')
  return selecting(await selecting(letters, 'half', '1'), 'only', 'z')
}

/** Formulas under these selections. */
export const selectedCorpus = [
  ...page(
    'SelectionFunctions/getselectedcount',
    ['GetSelectedCount(letter)', 4],
    ['GetSelectedCount(letter, True())', 7],
    ['GetSelectedCount(letter, 1)', 7],
    ['GetSelectedCount(letter, 0)', 4],
    ["GetSelectedCount(letter, 'x')", 4],
    ["GetSelectedCount(letter, 1, '$')", 7],
    ["GetSelectedCount(letter, 0, '')", 4],
    ["GetSelectedCount(letter, 0, 'nowhere')", null],
  ),
  ...page(
    'SelectionFunctions/getpossiblecount',
    ['GetPossibleCount(letter)', 4],
    ['GetPossibleCount(half)', 1],
    ['GetAlternativeCount(letter)', 1],
    ['GetAlternativeCount(half)', 1],
    ['GetExcludedCount(letter)', 1],
    // Of fields whose selected values all have to be there, which there are none of.
    ['GetNotSelectedCount(letter)', 0],
    ["GetPossibleCount(letter, 'nowhere')", null],
  ),
  ...page(
    'SelectionFunctions/getfieldselections',
    ['GetFieldSelections(half)', '1'],
    ['GetFieldSelections(letter)', 'NOT h, i'],
    ["GetFieldSelections(letter, '-', 2)", 'NOT h-i'],
    ["GetFieldSelections(letter, ',', 1)", '7 of 9'],
    ["GetFieldSelections(letter, ',', 1.9)", '7 of 9'],
    ["GetFieldSelections(letter, ',', 7)", 'a,b,c,d,e,f,g'],
    ['GetFieldSelections(letter, Null(), 7)', 'a, b, c, d, e, f, g'],
    ["GetFieldSelections(letter, ',', Null())", 'NOT h,i'],
    ["GetFieldSelections(letter, ',', 7, '')", 'a,b,c,d,e,f,g'],
    ["GetFieldSelections(letter, ',', 7, '$')", 'a,b,c,d,e,f,g'],
    ["GetFieldSelections(letter, ',', 7, 'nowhere')", null],
    ["GetFieldSelections(half, ',', 0)", '1 of 2'],
    ["GetFieldSelections(half, ',', -1)", '1 of 2'],
    ["GetFieldSelections(only, ',', 0)", 'ALL'],
  ),
  ...page(
    'SelectionFunctions/getcurrentselections',
    ['GetCurrentSelections()', 'letter: NOT h, i\r\nhalf: 1\r\nonly: z'],
    ["GetCurrentSelections('; ', '=', '/', 1)", 'letter=7 of 9; half=1; only=z'],
    ["GetCurrentSelections('; ', '=', '/', 2)", 'letter=NOT h/i; half=1; only=z'],
    ["GetCurrentSelections('; ', '=', '/', 2, 'nowhere')", null],
  ),
]
