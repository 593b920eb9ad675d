import { type rest, UnderstudyError } from '@understudy/contract'

/** Roles that a share can give, by the type of its space (contract 4.4). Each of them opens the app. */
const rolesByType: Readonly<Record<rest.SpaceTypeName, readonly rest.ShareRole[]>> = {
  shared: ['consumer'],
  managed: ['basicconsumer', 'consumer', 'contributor'],
  data: [],
}

/**
 * The distinct roles as the column of a share.
 *
 * @param pointer to the roles in the request body
 * @throws UnderstudyError SPACES-NO-SHARES where spaces of the type have none, SPACES-UNKNOWN-SHARE-ROLE
 */
export const shareRolesColumn = (
  type: rest.SpaceTypeName,
  roles: readonly rest.ShareRole[],
  pointer: string,
): string => {
  const possible = rolesByType[type]
  if (possible.length === 0)
    throw new UnderstudyError('SPACES-NO-SHARES', `Apps of spaces of type "${type}" cannot be shared.`)
  const foreign = roles.find((role) => !possible.includes(role))
  if (foreign !== undefined)
    throw new UnderstudyError(
      'SPACES-UNKNOWN-SHARE-ROLE',
      `Apps of spaces of type "${type}" are not shared with the role "${foreign}".`,
      { source: { pointer: `${pointer}/${roles.indexOf(foreign)}` } },
    )
  return JSON.stringify(possible.filter((role) => roles.includes(role)))
}
