import { rest, UnderstudyError } from '@understudy/contract'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'

/** The settings of the catalogue: who opens what is in nobody's statistics. */
export const itemSettings: rest.ItemSettings = { usageMetricsEnabled: false }

const patchRules: PatchRules<rest.ItemSettings> = {
  '/usageMetricsEnabled': {
    replace: (value, pointer) => ({
      usageMetricsEnabled: patchValue(rest.ItemSettings.properties.usageMetricsEnabled, value, pointer),
    }),
  },
}

/**
 * Takes a patch that leaves the settings as they are.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, ITEMS-NOT-COUNTED
 */
export const changeItemSettings = (patch: rest.ItemSettingsPatch): rest.ItemSettings => {
  const asked = readPatch(patch, patchRules)
  if (asked.some(({ usageMetricsEnabled }) => usageMetricsEnabled))
    throw new UnderstudyError('ITEMS-NOT-COUNTED', 'How often items are opened is not counted.', {
      source: { pointer: '/0/value' },
    })
  return itemSettings
}
