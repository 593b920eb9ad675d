import { didYouMean } from '@understudy/contract'
import type { AppFiles } from './app-files.js'
import { childrenAt, propertiesAt } from './app-files.js'
import type { Finding } from './finding.js'
import { foundAt, itemsOf, memberOf, membersOf, type Place, textAt } from './json-place.js'
import { type Structure, type StructureName, structures } from './qix-members.js'

/** Finds members that no structure of QIX or of the app folder has: nothing reads them. */
export const checkMembers = (files: AppFiles): readonly Finding[] => [
  ...unknownMembers(files.manifest, 'manifest'),
  ...unknownMembers(files.properties, 'appProperties'),
  ...files.dimensions.flatMap((place) => unknownMembers(place, 'masterDimension')),
  ...files.measures.flatMap((place) => unknownMembers(place, 'masterMeasure')),
  ...files.variables.flatMap((place) => unknownMembers(place, 'variable')),
  ...unknownMembers(files.fields, 'field'),
  ...files.objects.flatMap(checkEntry),
]

const checkEntry = (entry: Place): readonly Finding[] => {
  const properties = propertiesAt(entry)
  const isSheet = textAt(memberOf(memberOf(properties, 'qInfo'), 'qType')) === 'sheet'
  return [
    // An object without children may be written as its properties alone.
    ...(properties === entry ? [] : unknownNames(entry, structures.entry)),
    ...unknownMembers(properties, isSheet ? 'sheet' : 'object'),
    ...childrenAt(entry).flatMap(checkEntry),
  ]
}

const unknownMembers = (place: Place | undefined, name: StructureName): readonly Finding[] => {
  if (place === undefined) return []
  if (place.node.type === 'array') return itemsOf(place).flatMap((item) => unknownMembers(item, name))
  const structure: Structure = structures[name]
  return [
    ...unknownNames(place, structure),
    ...membersOf(place).flatMap(({ name: member, value }) => {
      const inner = Object.hasOwn(structure.members, member) ? structure.members[member] : undefined
      return inner === undefined || inner === null ? [] : unknownMembers(value, inner)
    }),
  ]
}

const unknownNames = (place: Place, { closed, members }: Structure): readonly Finding[] =>
  membersOf(place)
    .filter(({ name }) => !Object.hasOwn(members, name) && (closed === true || /^q[A-Z]/.test(name)))
    .map(({ name, key }) => foundAt(key, `Nothing reads "${name}" here.${didYouMean(name, Object.keys(members))}`))
