import { type AppAsker, isToldOfAll, type NamingContext } from './app-naming.js'
import { readableApps } from './readable-apps.js'

/** Ids of the apps that a person may open, and that are not named to them, as `isUnnamed` decides of one. */
export const unnamedApps = async (context: NamingContext, asker: AppAsker): Promise<string[]> => {
  if (isToldOfAll(context, asker)) return []
  const protectedApps = await readableApps(context, asker)
    .select('apps.id')
    .where('apps.has_section_access', '=', 1)
    .where((eb) => eb.or([eb('apps.owner_id', 'is', null), eb('apps.owner_id', '!=', asker.userId)]))
    .execute()
  if (protectedApps.length === 0) return []
  const gives = await context.dataAccess.of(context.tenant.id, asker.userId)
  const unnamed: string[] = []
  for (const { id } of protectedApps) if (!(await gives(id))) unnamed.push(id)
  return unnamed
}
