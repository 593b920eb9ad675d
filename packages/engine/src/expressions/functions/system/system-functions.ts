import type { SessionFacts } from '../../session/session-facts.js'
import { sessionFunction } from '../../session/session-function.js'
import { serialDayOfEpoch } from '../reading.js'

const of = (
  name: string,
  description: string,
  example: readonly [string, string | number | null],
  value: (facts: SessionFacts) => string | null,
) =>
  sessionFunction('system', {
    name,
    parameters: [],
    description,
    returns: 'text',
    examples: [example],
    value: (facts) => value(facts),
  })

/** Who asks, in which app, and where the expression stands. */
export const systemFunctions = [
  of(
    'OSUser',
    'Who the person is: the subject of the token that the session was opened with. Missing where nobody asks.',
    ['OSUser()', null],
    ({ person }) => person,
  ),
  of('DocumentTitle', 'The title of the app.', ['DocumentTitle()', null], ({ documentTitle }) => documentTitle),
  of('DocumentName', 'The id of the app.', ['DocumentName()', null], ({ documentName }) => documentName),
  of(
    'GetCollationLocale',
    'The locale that the app states, by whose rules its texts sort; `en-US` where it states none.',
    ['GetCollationLocale()', 'en-US'],
    ({ collation }) => collation,
  ),
  of(
    'EngineVersion',
    'Name and version of the engine.',
    ['Left(EngineVersion(), 10)', 'understudy'],
    ({ engine }) => engine,
  ),
  of('ProductVersion', 'The same.', ['Left(ProductVersion(), 10)', 'understudy'], ({ engine }) => engine),
  of(
    'StateName',
    'The alternate state of the object that the expression is in.',
    ['StateName()', '$'],
    ({ state }) => state,
  ),
  sessionFunction('system', {
    name: 'ReloadTime',
    parameters: [],
    description: 'When the data was last loaded, in UTC, as a number of days.',
    returns: 'number',
    examples: [['If(ReloadTime() > 45292, 1)', 1]],
    value: ({ reloadedAt }) => Date.parse(reloadedAt) / 86_400_000 + serialDayOfEpoch,
  }),
  sessionFunction('system', {
    name: 'ObjectId',
    parameters: [{ name: 'type', optional: true }],
    description:
      "The id of the object that the expression is in, or of the one of a type, such as `'sheet'`, that this is in.",
    missing: 'An empty text where there is none.',
    returns: 'text',
    examples: [['ObjectId()', '']],
    value: ({ place }, [type]) =>
      (type === undefined || type === null ? place[0] : place.find((object) => object.type === type))?.id ?? '',
  }),
  sessionFunction('system', {
    name: 'InObject',
    parameters: [{ name: 'id' }],
    description: 'Whether the expression is in an object of an id, or in one within it.',
    returns: 'number',
    examples: [["InObject('sheet-1')", 0]],
    value: ({ place }, [id]) => (place.some((object) => object.id === id) ? -1 : 0),
  }),
]
