import { rest, UnderstudyError } from '@understudy/contract'

const known = Object.keys(rest.User.properties)

/**
 * Reads the `fields` parameter (contract 4.1): comma-separated names. Undefined when all fields are wanted, but for
 * `groups`, which has to be asked for.
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER for a name that no field has
 */
export const parseUserFields = (text: string | undefined): ReadonlySet<string> | undefined => {
  if (text === undefined || text === '') return undefined
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new UnderstudyError(
      'REST-INVALID-PARAMETER',
      `"${unknown}" is no field of a user; the fields are ${known.join(', ')}.`,
      { source: { parameter: 'fields' } },
    )
  return new Set(names)
}

/** The wanted fields of a user. */
export const selectUserFields = (
  user: Omit<rest.User, 'groups'>,
  fields: ReadonlySet<string> | undefined,
): rest.UserSelection => {
  if (fields === undefined) return user
  const complete: rest.User = { ...user, groups: user.assignedGroups.map((group) => group.name) }
  return Object.fromEntries(Object.entries(complete).filter(([name]) => fields.has(name)))
}
