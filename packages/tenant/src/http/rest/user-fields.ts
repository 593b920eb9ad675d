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

/**
 * The wanted fields of a user, as far as they may be seen.
 *
 * @param wanted as {@link parseUserFields} reads them
 * @param visible as `visibleFields` tells them
 */
export const selectUserFields = (
  user: Omit<rest.User, 'groups'>,
  wanted: ReadonlySet<string> | undefined,
  visible: (field: keyof rest.User) => boolean,
): rest.UserSelection => {
  const complete: rest.User = { ...user, groups: user.assignedGroups.map((group) => group.name) }
  const fields = Object.keys(complete) as (keyof rest.User)[]
  const isWanted = (field: string) => (wanted === undefined ? field !== 'groups' : wanted.has(field))
  return Object.fromEntries(
    fields.filter((field) => isWanted(field) && visible(field)).map((field) => [field, complete[field]]),
  )
}
