import fc from 'fast-check'
import type { Json, JsonObject } from '../../json.js'
import { randomFormula } from '../random-formula.js'

/** What a request is about: the app, a field by name, or the newest object that was made with a cube or a list. */
export type Addressee = 'app' | 'cube' | 'list' | 'bookmark' | { readonly field: string }

/** A request of a client; `create` makes an object that later ones are about. */
export type Request =
  | { readonly to: Addressee; readonly method: string; readonly params: readonly Json[] }
  | { readonly create: 'cube' | 'list' | 'bookmark'; readonly properties: JsonObject }

interface Fields {
  readonly all: readonly string[]
  readonly numbers: readonly string[]
}

const direction = fc.constantFrom(-1, 0, 0, 1)

const page = { qLeft: 0, qTop: 0, qWidth: 8, qHeight: 40 }
const cubePath = '/qHyperCubeDef'
const listPath = '/qListObjectDef'

/** Formulas that tell of orders, counts, uniqueness, kinds and sets, whether the language has all of them or not. */
const forms: readonly string[] = [
  'Sum([n])',
  'Sum([n]*[m])',
  'Count([a])',
  'Count(DISTINCT [a])',
  'Count([n])',
  'Avg([n])',
  'Median([n])',
  'Stdev([n])',
  'Correl([n],[m])',
  'Sum([n]/7)',
  'Sum(DISTINCT [n]*0.1)',
  'Avg([n]*[m])',
  'Var([n]/3)',
  'Sterr(DISTINCT [n])',
  'Skew([n]*0.7)',
  'Kurtosis([n])',
  'LinEst_M([n],[m])',
  'LinEst_B([n],[m]/3,1)',
  'NPV(0.1,[n])',
  'Sum(TOTAL Sqrt(Fabs([n])))',
  'Sum(Aggr(Avg([n]/7),[a]))',
  'Min([n])',
  'Max([n],2)',
  'Only([a])',
  'Mode([a])',
  "Concat([a],'-')",
  "Concat(DISTINCT [a],'-',[n])",
  'FirstSortedValue([a],[n])',
  'FirstSortedValue(DISTINCT [a],-[n],2)',
  'MaxString([a])',
  'NullCount([a])',
  'MissingCount([n])',
  'Sum(TOTAL [n])',
  'Count(TOTAL <[a]> [b])',
  'Sum(1)',
  'Count(1)',
  'Sum({1} [n])',
  'Sum({1-$} [n])',
  'Sum({<[a]={"*x*"}>} [n])',
  'Sum({<[a]=P([b])>} [n])',
  'Count({<[a]=E({1} [a])>} [b])',
  'Count({$<[n]={">=0"}>} [a])',
  'Sum({<[a]={"=Sum([n])>0"}>} [m])',
  'Sum(Aggr(Sum([n]),[a]))',
  "Concat(Aggr(Only([a]),[a]),',')",
  "Concat(Aggr(RowNo(),[a]),',')",
  "Concat(Aggr(Above(Count([b])),[a]),',')",
  'Max(Aggr(Count([a]),[b]))',
  'Sum(If([a]=[b],1,[n]))',
  'Sum(If([a]<[b],1))',
  'Count(If([a]>1,[b]))',
  'If([a]=[b],Sum([n]),0)',
  'RowNo()',
  'Above(Sum([n]))',
  'RangeSum(Above(Count([a]),0,RowNo()))',
  'Rank(Count([a]))',
  "GetFieldSelections([a],',')",
  'GetSelectedCount([a])',
  'GetPossibleCount([a])',
  'GetExcludedCount([a])',
  'GetCurrentSelections()',
  "Sum({Other<[a]={'x'}>} [n])",
  '{<[a]={"*"}>} Sum([n])/Count([b])',
  'Sum({<[a]=[b]>} [n])',
  'HRank(Sum([n]))',
  "Concat(Aggr(Rank(Sum([n])),([a],(NUMERIC,DESCENDING))),',')",
  'Sum(Aggr(NODISTINCT Max([n]),[a]))',
  "Count([a]) & ':' & Max([n])",
  "$(=Concat(DISTINCT [a],'+'))",
]

const definitions: readonly string[] = [
  '[a]',
  '[a]',
  '[a]',
  '=[a]',
  "=[a]&'!'",
  '=If([a]=[b],[a])',
  '=Aggr(Count([b]),[a])',
]

const filled = ({ all, numbers }: Fields, form: string) =>
  fc
    .tuple(fc.constantFrom(...all), fc.constantFrom(...all), fc.constantFrom(...numbers), fc.constantFrom(...numbers))
    .map(([a, b, n, m]) =>
      form
        .replaceAll('[a]', `[${a}]`)
        .replaceAll('[b]', `[${b}]`)
        .replaceAll('[n]', `[${n}]`)
        .replaceAll('[m]', `[${m}]`),
    )

/** What these answer differs from one moment to the next, and from one load to the next. */
const clocks = /\b(Now|Today|LocalTime|UTC|GMT|ReloadTime|Rand)\(/i

const formula = (fields: Fields): fc.Arbitrary<string> => {
  const texts = fields.all.filter((name) => !fields.numbers.includes(name))
  const quoted = (names: readonly string[]) => names.map((name) => `[${name}]`)
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...forms).chain((form) => filled(fields, form)) },
    {
      weight: 1,
      arbitrary: randomFormula({ numbers: quoted(fields.numbers), texts: quoted(texts) }).filter(
        (source) => !clocks.test(source),
      ),
    },
  )
}

const sorting = (fields: Fields) =>
  fc.record({
    qSortByState: direction,
    qSortByFrequency: direction,
    qSortByNumeric: direction,
    qSortByAscii: direction,
    qSortByLoadOrder: direction,
    qSortByExpression: direction,
    qExpression: formula(fields).map((qv) => ({ qv })),
  })

const dimension = (fields: Fields) =>
  fc
    .tuple(
      fc.constantFrom(...definitions).chain((form) => filled(fields, form)),
      sorting(fields),
      fc.boolean(),
      fc.array(formula(fields), { maxLength: 1 }),
    )
    .map(([definition, sort, qNullSuppression, attributes]) => ({
      qDef: { qFieldDefs: [definition], qSortCriterias: [sort] },
      qNullSuppression,
      qAttributeExpressions: attributes.map((qExpression) => ({ qExpression })),
    }))

const measure = (fields: Fields) =>
  fc
    .tuple(formula(fields), direction)
    .map(([qDef, qSortByNumeric]) => ({ qDef: { qDef }, qSortBy: { qSortByNumeric } }))

const cube = (fields: Fields): fc.Arbitrary<Request> =>
  fc
    .record({
      qMode: fc.constantFrom('S', 'S', 'K', 'P'),
      qDimensions: fc.array(dimension(fields), { maxLength: 2 }),
      qMeasures: fc.array(measure(fields), { maxLength: 2 }),
      qInterColumnSortOrder: fc.shuffledSubarray([0, 1, 2, 3]),
      qSuppressZero: fc.boolean(),
      qSuppressMissing: fc.boolean(),
      qInitialDataFetch: fc.constant([page]),
    })
    .map((qHyperCubeDef) => ({ create: 'cube', properties: { qInfo: { qType: 'chart' }, qHyperCubeDef } }))

const list = (fields: Fields): fc.Arbitrary<Request> =>
  fc
    .tuple(
      fc.constantFrom(...definitions).chain((form) => filled(fields, form)),
      sorting(fields),
      fc.constantFrom('N', 'V', 'P', 'R'),
      fc.boolean(),
    )
    .map(([definition, sort, qFrequencyMode, qShowAlternatives]) => ({
      create: 'list',
      properties: {
        qInfo: { qType: 'listbox' },
        qListObjectDef: {
          qDef: { qFieldDefs: [definition], qSortCriterias: [sort] },
          qFrequencyMode,
          qShowAlternatives,
          qInitialDataFetch: [page],
        },
      },
    }))

const elements = fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 3 })
const search = fc.constantFrom('x', '*', '*x*', '?', '>0', '>=0<=1', 'é', '7', '')

/** Requests about the newest object; before there is one, they are left out. */
const aboutObjects: fc.Arbitrary<Request> = fc.oneof(
  fc.constant<Request>({ to: 'cube', method: 'GetHyperCubeData', params: [cubePath, [page]] }),
  fc.constant<Request>({ to: 'cube', method: 'GetHyperCubeReducedData', params: [cubePath, [page], -1, 'D1'] }),
  fc.constant<Request>({ to: 'cube', method: 'GetHyperCubePivotData', params: [cubePath, [page]] }),
  fc.constant<Request>({ to: 'list', method: 'GetListObjectData', params: [listPath, [page]] }),
  fc.tuple(elements, fc.boolean()).map(
    ([values, toggle]): Request => ({
      to: 'cube',
      method: 'SelectHyperCubeValues',
      params: [cubePath, 0, values, toggle],
    }),
  ),
  elements.map((rows): Request => ({ to: 'cube', method: 'SelectHyperCubeCells', params: [cubePath, rows, [0]] })),
  fc.tuple(elements, fc.boolean()).map(
    ([values, toggle]): Request => ({
      to: 'list',
      method: 'SelectListObjectValues',
      params: [listPath, values, toggle],
    }),
  ),
  fc
    .constantFrom('Possible', 'Excluded', 'Alternative', 'All')
    .map((which): Request => ({ to: 'list', method: `SelectListObject${which}`, params: [listPath] })),
  search.map((text): Request => ({ to: 'list', method: 'SearchListObjectFor', params: [listPath, text] })),
  fc.constant<Request>({ to: 'list', method: 'AcceptListObjectSearch', params: [listPath, false] }),
  fc.constant<Request>({ to: 'bookmark', method: 'Apply', params: [] }),
)

const aboutApp = (fields: Fields): fc.Arbitrary<Request> =>
  fc.oneof(
    fc
      .constantFrom(...fields.all)
      .map((name): Request => ({ to: 'app', method: 'GetFieldDescription', params: [name] })),
    formula(fields).map((text): Request => ({ to: 'app', method: 'EvaluateEx', params: [text] })),
    formula(fields).map((text): Request => ({ to: 'app', method: 'CheckExpression', params: [text] })),
    fc
      .constantFrom('Back', 'Forward', 'ClearAll', 'LockAll', 'UnlockAll')
      .map((method): Request => ({ to: 'app', method, params: [] })),
    fc.constant<Request>({
      to: 'app',
      method: 'GetTablesAndKeys',
      params: [{ qcx: 1000, qcy: 1000 }, { qcx: 0, qcy: 0 }, 30, true, false],
    }),
  )

const aboutField = (fields: Fields): fc.Arbitrary<Request> =>
  fc.constantFrom(...fields.all).chain((field) =>
    fc
      .oneof(
        fc
          .tuple(elements, fc.boolean())
          .map(([values, toggle]) => ({ method: 'LowLevelSelect', params: [values, toggle] as readonly Json[] })),
        search.map((text) => ({ method: 'Select', params: [text] })),
        fc
          .constantFrom('GetCardinal', 'SelectPossible', 'SelectExcluded', 'SelectAlternative', 'Clear', 'Lock')
          .map((method) => ({ method, params: [] })),
      )
      .map(({ method, params }): Request => ({ to: { field }, method, params })),
  )

/** What one client asks, in order. */
export const randomConversation = (fields: Fields): fc.Arbitrary<readonly Request[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: cube(fields) },
      { weight: 2, arbitrary: list(fields) },
      {
        weight: 1,
        arbitrary: fc.constant<Request>({ create: 'bookmark', properties: { qInfo: { qType: 'bookmark' } } }),
      },
      { weight: 3, arbitrary: aboutObjects },
      { weight: 2, arbitrary: aboutApp(fields) },
      { weight: 2, arbitrary: aboutField(fields) },
    ),
    { minLength: 4, maxLength: 10, size: 'max' },
  )
