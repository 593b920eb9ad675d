import { chartTypes, didYouMean } from '@understudy/contract'
import { type AppFiles, childrenAt, everyObject, idAt, propertiesAt } from './app-files.js'
import { checkCube, checkDimension, checkExpressionMember, checkTitle } from './check-columns.js'
import type { CheckScope } from './check-scope.js'
import type { Finding } from './finding.js'
import { foundAt, itemsOf, memberOf, membersOf, type Place, textAt } from './json-place.js'

/** Finds what objects name and the app does not have: cells of sheets, masters, chart types. */
export const checkReferences = ({ objects }: AppFiles): readonly Finding[] => {
  const every = everyObject(objects)
  const ids = every.map((entry) => idAt(propertiesAt(entry)))
  const known = new Set(ids)
  return every.flatMap((entry) => {
    const properties = propertiesAt(entry)
    const children = childrenAt(entry).map((child) => idAt(propertiesAt(child)))
    const cells = itemsOf(memberOf(properties, 'cells')).map((cell) => memberOf(cell, 'name'))
    const named = [...cells, memberOf(properties, 'qExtendsId')]
    return [
      ...named.flatMap((place) => {
        const id = textAt(place)
        // A cell most likely means one of the sheet's own objects.
        return place === undefined || id === '' || known.has(id)
          ? []
          : [foundAt(place, `The app has no object "${id}".${didYouMean(id, [...children, ...ids])}`)]
      }),
      ...checkChartType(properties),
    ]
  })
}

/** Types that are drawn by what they are in, or that nobody draws. */
const partTypes: readonly string[] = ['listbox', 'sheet', 'masterobject']

const checkChartType = (properties: Place): readonly Finding[] => {
  const visualization = memberOf(properties, 'visualization')
  const hasData = memberOf(properties, 'qHyperCubeDef') !== undefined
  const place = visualization ?? (hasData ? memberOf(memberOf(properties, 'qInfo'), 'qType') : undefined)
  const type = textAt(place)
  if (place === undefined || partTypes.includes(type) || chartTypes.some((name) => name === type)) return []
  return [foundAt(place, `Charts of type "${type}" are not drawn here.${didYouMean(type, chartTypes)}`)]
}

/** Checks what an object computes, wherever it stands in its properties. */
export const checkDefinitions = (scope: CheckScope, place: Place): void => {
  for (const item of itemsOf(place)) checkDefinitions(scope, item)
  for (const { name, value } of membersOf(place)) {
    const check = checks.get(name) ?? checkDefinitions
    check(scope, value)
  }
}

const checks: ReadonlyMap<string, (scope: CheckScope, place: Place) => void> = new Map<
  string,
  (scope: CheckScope, place: Place) => void
>([
  ['qHyperCubeDef', checkCube],
  ['qListObjectDef', (scope, place) => void checkDimension(scope, place)],
  ['qStringExpression', checkTitle],
  ['qValueExpression', checkExpressionMember],
])
