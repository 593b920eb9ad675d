import { signatureOf } from './check-arguments.js'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from './functions/catalogue.js'
import type {
  Example,
  ExampleResult,
  FunctionDescription,
  FunctionFamily,
  Parameter,
} from './functions/scalar-function.js'
import { refusedFunctions } from './refused-functions.js'

interface Entry extends FunctionDescription {
  readonly parameters: readonly Parameter[]
  readonly more?: Parameter
  readonly takesTotal?: boolean
}

const titles: Readonly<Record<FunctionFamily, string>> = {
  aggregation: 'Aggregations',
  operator: 'Operators',
  conditional: 'Conditions and choices',
  string: 'Texts',
  numeric: 'Numbers',
  distribution: 'Probability distributions',
  financial: 'Payments and options',
  range: 'Ranges',
  'inter-record': 'Other rows of the table',
  'date and time': 'Dates and times',
  formatting: 'Formats',
  'null and type': 'Missing values and types',
  colour: 'Colours',
  geographic: 'Places',
  selection: 'Selections',
  system: 'Person, app and object',
}

/** The page of the expression language: every function, with what it does and an example of its result. */
export const renderExpressionsPage = (): string => {
  const entries: readonly Entry[] = [
    ...aggregateFunctions,
    ...infixOperators,
    ...Object.values(prefixOperators),
    ...scalarFunctions,
    ...interRecordFunctions,
    ...replacedFunctions,
    ...sessionFunctions,
  ]
  const chapters = Object.entries(titles).flatMap(([family, title]) => [
    `## ${title}`,
    '',
    ...(notes[family] === undefined ? [] : [notes[family], '']),
    '| function | what it is | example | result |',
    '|---|---|---|---|',
    ...entries.filter((entry) => entry.family === family).flatMap(rows),
    '',
  ])
  return [introduction, '', ...chapters, ...refusals].join('\n')
}

const refusals: readonly string[] = [
  '## Not available',
  '',
  'These names are known, and refused with an error of the column:',
  '',
  ...[...new Set(refusedFunctions.values())].map((reason) => {
    const names = [...refusedFunctions].filter(([, other]) => other === reason).map(([name]) => `\`${name}\``)
    return `- ${names.join(', ')}: ${reason}.`
  }),
  '',
]

const introduction = `# Expressions

Measures, titles that begin with \`=\`, conditions and sort expressions are chart expressions. A name is a field: \`delay\`, \`[Delay (min)]\` or \`"Delay (min)"\`; a text stands in single quotes. Names of fields are read with their case, those of functions are not. \`/* ... */\` and \`// ...\` are comments.

A value is a number, a text, or both: \`Month(date)\` is \`Mar\` and 3. A text that reads as a number (\`'12.5'\`) or as an ISO date (\`'2024-01-05'\`) counts as one wherever a number is wanted; dates are days since 1899-12-30. A missing argument makes a result missing, where the table does not say otherwise. True is -1, false 0.

Operators bind in this order, the tightest first: signs and \`bitnot\`; \`*\` \`/\`; \`+\` \`-\`; \`<<\` \`>>\`; \`bitand\`; \`bitxor\` \`bitor\`; \`&\`; comparisons, \`like\`, \`precedes\`, \`follows\`; \`not\`; \`and\`; \`or\` \`xor\`.

\`$(name)\` is replaced by the text of a variable before the expression is read, \`$(=expression)\` by what it evaluates to over the selections, and \`$(name(a, b))\` by the text of a variable in which \`$1\` and \`$2\` stand for a and b. A variable whose definition begins with \`=\` stands for its value. A variable may also be named without \`$\`, and a master measure by its title: \`[Revenue] / vGoal\`. In a chart, outside of aggregations, the label of one of its measures stands for that measure, unless a field has that name.

\`[=expression]\` may stand in the place of a field: in an aggregation it is computed in each record. A set may select in one that reads a single field, as in \`Sum({<[=Year(date)]={2024}>} amount)\`, by values, wildcards and bounds, and by \`P()\`, \`E()\` and other fields: \`Sum({<[=Year(date)] = P({<product={tea}>})>} amount)\` is over the years in which tea was sold. As a dimension of \`Aggr\`, or in \`TOTAL <...>\`, it groups by what it makes of each record, as in \`Max(Aggr(Sum(amount), [=Month(date)]))\`; there it may not read an \`Aggr\` itself.

A dimension of a chart or list is a field, or an expression over the fields of each row, such as \`=Year(date)\` or \`=If(amount > 100, 'large', 'small')\`; aggregations stand in its \`Aggr\`s, as in \`=Class(Aggr(Sum(amount), customer), 10)\`, and each row has the value of its own customer. Whoever selects in it selects the values of its field that make the chosen ones. Where it reads several fields, as \`=city & year\`, the values of each that make the chosen ones are selected, where that chooses no other value: selecting \`Oslo2023\` and \`Bergen2024\` at once would select \`Oslo2024\`, too, if there is one, as selections in two fields hold for each other. Then nothing is selected, and the method answers with QIX-IMPOSSIBLE and a value that would be selected as well; the same where there are more than 200,000 combinations of values of these fields. Rows without a value of one of them cannot be selected. It has at most 200,000 values.

\`ValueList('a', 'b')\` and \`ValueLoop(from, to, step)\` are dimensions without a table: each value has a row, and the same call in a measure is worth the value of its row, as in \`If(ValueList('a', 'b') = 'a', Sum(x), Count(y))\`. The values are written in the expression, at most 10,000; nothing can be selected in them.

A function that is not on this page does not exist here: a column that calls it shows an error that says so.`

const aggregations = `An aggregation is computed over the rows of the table that its fields are in, each row once for each group. Where its fields are in several tables, these are joined, with those that lie between, and each combination of rows counts once for each group; rows without a partner stay, with missing values on the other side. Which tables these are follows from the model alone: a field that is no key decides, and a key is read from the table that is met first; keys alone are read from the table that has most keys, then from the one created first, and the distinct values of one key from all its tables. A join that would make more than 500,000,000 rows is an error of the column.

Tables that are not associated multiply. A measure over one shows its total in the rows of another's dimensions, dimensions of several make the product of their rows, up to 1,000,000 rows, and an argument over several runs over their cross product. An aggregation without a field, as \`Sum(1)\`, runs over the joined rows of the tables that the dimensions are in; without dimensions it runs once. A field outside any aggregation means \`Only\`.

A chart has a row for each combination of values that its dimensions have in what is selected, and for each that an aggregation of a measure has rows of in its set: \`Sum({1} amount)\` shows excluded values, too. An aggregation that \`TOTAL\` takes out of a dimension that would group it makes no rows of that dimension and of those that are associated with it; dimensions of tables that are not associated make no difference, but that one over the tables of several such dimensions makes no rows either.

Before the first argument may stand, in any order:
- \`DISTINCT\`: equal values count once.
- \`TOTAL\`: the dimensions of the chart do not group; \`TOTAL <A, B>\`: only A and B do. \`ALL\` before a name or a value is \`{1} TOTAL\`.
- A set, \`{...}\`: other records than those selected. \`{1}\` is all of them, \`{$}\` those selected, \`{$1}\` those selected a step before, \`{$_1}\` those selected before the last undo. \`<Field = {...}>\` selects in a field in place of what is selected there, \`<Field =>\` clears it, and \`+=\`, \`-=\`, \`*=\`, \`/=\` combine. Values are \`'exact'\`, \`anyCase\`, \`"sear*"\`, \`">=5<10"\`, \`"(a*|*b)"\` or \`"=Sum(x) > 100"\`, as [searches](qix.md#searches) are read; without quotes a value ends at a blank, and \`sear*\` and \`>=5 <10\` are searches, too. \`P(...)\` and \`E(...)\` are the possible values of a set and all others, those included that are selected where other selections exclude them, and \`P([=expression])\` those that an expression makes of records. Sets are combined by \`+\`, \`-\`, \`*\` and \`/\` (symmetric difference). No set reaches rows that the person may not see. \`{State}\` and \`{[My bookmark]}\` are what is selected in an alternate state and by a bookmark (by id or title), \`{State::Bookmark}\` the part of a state; \`Field = State::Other\` and \`$::Other\` are the values selected there.

A set in front of a formula, a bracket or an argument (\`{<Year={2024}>} Sum(a) / Count(b)\`) reaches every aggregation up to the end of it, those of master measures included; in the brackets of a function it reaches all arguments where it stands before the first. An aggregation without a set takes it; a set without an identifier is applied on top of it; \`1\`, \`$\` and names start anew. Several in a row are applied one after the other. A field of which such a set leaves no value is cleared when the next one is applied, unless it begins with \`&\`: \`{&<Year={1}>}\`. What \`Aggr\` computes is within the set of \`Aggr\`. Searches (\`"=Sum(x) > 100"\`), \`P()\`, \`E()\` and \`$(=...)\` are of the selections.

Of a field of more than 50,000 values, the database finds those that a set names; at most 1,000 values of another field can stand for them (\`Large = Other\`, \`P(Other)\`).

\`Aggr(expression, field[, field ...])\` is a table of its own, with one row for each combination of the fields: an aggregation around it runs over its rows, e.g. \`Max(Aggr(Sum(amount), customer))\`. A set in \`Aggr({...} expression, ...)\` says over which records the expression is computed, one in the aggregation around it which rows count. Rows without a value in one of the fields do not count. Where a chart has a dimension that \`Aggr\` lacks, a row of it is at the first loaded record with its values; \`Aggr(NODISTINCT expression, ...)\` has a row at each record that the expression is computed from. \`(field, (NUMERIC, DESCENDING))\` in place of a field says in which order its values follow each other: by \`NUMERIC\`, \`TEXT\`, \`FREQUENCY\` or \`LOAD_ORDER\`, \`ASCENDING\` or \`DESCENDING\`. Outside an aggregation it means \`Only\`.

The examples are about four orders: customers A, A, B and C with the amounts 10, 20, 5 and a missing one, in the sizes 1, 2, 1 and 1.`

const otherRows = `These functions read other rows of the table, or of the chart, that their measure is a column of, in the order that it shows: that of its dimensions. A chart with such a measure is therefore not sorted by its measures, whatever its definition says; ranks alone do not hang on the order. Rows without a value of a dimension are left out first where they are suppressed; rows of zeros are left out last, so that leaving them out changes no number.

The rows that are read are those that agree with the row in all dimensions but the last one that the chart is sorted by; with \`TOTAL\` before the first argument, all rows of the table. Within \`Aggr\` they are the rows of \`Aggr\`, in the order of its fields. In totals, and without dimensions, there are no rows to read.

A range function takes all values that a call with a count stands for: \`RangeAvg(Above(Sum(amount), 0, 12))\` is a moving average, \`RangeSum(Above(Sum(amount), 0, RowNo()))\` adds up. Offsets and counts may be expressions.

The examples are columns of a table of the same orders by customer, whose first measure is \`Sum(amount)\`: 30 / 5 / 0.`

/** What is said at the head of a chapter. */
const notes: Partial<Record<string, string>> = { aggregation: aggregations, 'inter-record': otherRows }

const rows = (entry: Entry): readonly string[] =>
  entry.examples.map((example, index) =>
    index === 0
      ? `| ${cell(written(entry))} | ${described(entry)} | ${exampleCells(example)} |`
      : `| | | ${exampleCells(example)} |`,
  )

const written = (entry: Entry): string => {
  if (entry.takesTotal) return signatureOf(entry).replace('(', '([TOTAL] ').replace(' )', ')')
  if (entry.family !== 'operator') return signatureOf(entry)
  const [a, b] = entry.parameters
  return a && b ? `${a.name} ${entry.name} ${b.name}` : entry.name
}

const described = ({ description, missing }: Entry): string =>
  (missing === undefined ? description : `${description} ${missing}`).replaceAll('|', '\\|')

const exampleCells = ([expression, result]: Example): string => `${cell(expression)} | ${shown(result)}`

const shown = (result: Example[1]): string => {
  if (isColumn(result)) return result.map(shown).join(' / ')
  if (result === null) return 'missing'
  if (typeof result === 'number') return String(result)
  if (typeof result === 'string') return result === '' ? 'an empty text' : cell(result)
  return `${cell(result.text)}, ${result.number}`
}

const isColumn = (result: Example[1]): result is readonly ExampleResult[] => Array.isArray(result)

const cell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``
