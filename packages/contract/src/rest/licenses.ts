import Type from 'typebox'

/** Answer of `GET /api/v1/licenses/overview`, as the published client types it. */
export const LicenseOverview = Type.Object({
  allotments: Type.Array(Type.Unknown()),
  licenseKey: Type.String(),
  licenseNumber: Type.String(),
  licenseType: Type.String(),
  origin: Type.String(),
  parameters: Type.Array(Type.Unknown()),
  product: Type.String(),
  secondaryNumber: Type.String(),
  status: Type.String(),
  trial: Type.Boolean(),
  updated: Type.String(),
  valid: Type.String({ description: 'ISO 8601 interval.' }),
  version: Type.String(),
})
export type LicenseOverview = Type.Static<typeof LicenseOverview>

/** Answer of `GET /api/v1/licenses/status`. */
export const LicenseStatus = Type.Object({
  deactivated: Type.Boolean(),
  extensionStatus: Type.String(),
  origin: Type.String(),
  product: Type.String(),
  status: Type.String(),
  trial: Type.Boolean(),
  type: Type.String(),
  valid: Type.String({ description: 'ISO 8601 interval.' }),
})
export type LicenseStatus = Type.Static<typeof LicenseStatus>

/** Answer of `GET /api/v1/licenses/settings`. */
export const LicenseSettings = Type.Object({
  autoAssignAnalyzer: Type.Boolean(),
  autoAssignProfessional: Type.Boolean(),
})

/** Hosts compare the end of the interval with now; there is none, and this is the last that ISO 8601 writes plainly. */
const forever = (since: string): string => `${since}/9999-12-31T23:59:59.999Z`

/** What every licence is: free, for everyone, for ever. */
const free = { origin: 'Internal', product: 'Understudy', status: 'Ok', trial: false }

/** @param since when the tenant was made, ISO 8601 */
export const licenseOverview = (since: string): LicenseOverview => ({
  ...free,
  allotments: [],
  licenseKey: '',
  licenseNumber: '',
  licenseType: 'Apache-2.0',
  parameters: [],
  secondaryNumber: '',
  updated: since,
  valid: forever(since),
  version: '',
})

/** @param since when the tenant was made, ISO 8601 */
export const licenseStatus = (since: string): LicenseStatus => ({
  ...free,
  deactivated: false,
  extensionStatus: 'Unavailable',
  type: 'Plain',
  valid: forever(since),
})
