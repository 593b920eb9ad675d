/** What a host does with a client that runs in Node. */
export const nodeSteps = ['token', 'user', 'items', 'rows'] as const

/** What is seen of a client that runs in a page. */
export const pageSteps = ['chart'] as const

export type Step = (typeof nodeSteps)[number] | (typeof pageSteps)[number]

/** A version of a published client, under the name by which the tests install it. */
export interface PublishedVersion {
  readonly client:
    | '@qlik/api'
    | 'enigma.js'
    | '@qlik/embed-web-components'
    | '@qlik/embed-react'
    | '@nebula.js/stardust'
  readonly version: string
  readonly age: 'oldest' | 'middle' | 'newest'
  readonly module: string
  readonly does: readonly Step[]
  /** What it cannot do, and why. */
  readonly cannot?: { readonly step: Step; readonly reason: string }
}

/** Every version that is tried: the oldest that installs on every platform, one in the middle, and the newest. */
export const publishedVersions: readonly PublishedVersion[] = [
  { client: '@qlik/api', version: '1.22.0', age: 'oldest', module: 'qlik-api-oldest', does: nodeSteps },
  { client: '@qlik/api', version: '1.50.0', age: 'middle', module: 'qlik-api-middle', does: nodeSteps },
  { client: '@qlik/api', version: '2.19.0', age: 'newest', module: '@qlik/api', does: nodeSteps },
  { client: 'enigma.js', version: '1.1.1', age: 'oldest', module: 'enigma-oldest', does: ['rows'] },
  { client: 'enigma.js', version: '2.6.3', age: 'middle', module: 'enigma-middle', does: ['rows'] },
  { client: 'enigma.js', version: '2.15.0', age: 'newest', module: 'enigma.js', does: ['rows'] },
  {
    client: '@qlik/embed-web-components',
    version: '0.5.6',
    age: 'oldest',
    module: 'embed-web-components-oldest',
    does: [],
    cannot: {
      step: 'chart',
      reason: 'it has no attribute for a function that supplies tokens: people sign in to the tenant',
    },
  },
  {
    client: '@qlik/embed-web-components',
    version: '1.2.14',
    age: 'middle',
    module: 'embed-web-components-middle',
    does: pageSteps,
  },
  {
    client: '@qlik/embed-web-components',
    version: '1.6.0',
    age: 'newest',
    module: '@qlik/embed-web-components',
    does: pageSteps,
  },
  { client: '@qlik/embed-react', version: '0.3.14', age: 'oldest', module: 'embed-react-oldest', does: pageSteps },
  { client: '@qlik/embed-react', version: '1.0.3', age: 'middle', module: 'embed-react-middle', does: pageSteps },
  { client: '@qlik/embed-react', version: '2.4.0', age: 'newest', module: '@qlik/embed-react', does: pageSteps },
  { client: '@nebula.js/stardust', version: '0.6.0', age: 'oldest', module: 'stardust-oldest', does: pageSteps },
  { client: '@nebula.js/stardust', version: '4.2.1', age: 'middle', module: 'stardust-middle', does: pageSteps },
  { client: '@nebula.js/stardust', version: '7.4.0', age: 'newest', module: '@nebula.js/stardust', does: pageSteps },
]

/** The table of docs/client-versions.md. */
export const versionTable = (): string =>
  [
    '| client | oldest | middle | newest | what it does | but |',
    '|---|---|---|---|---|---|',
    ...[...new Set(publishedVersions.map(({ client }) => client))].map((client) => {
      const versions = publishedVersions.filter((each) => each.client === client)
      const does = versions.find(({ age }) => age === 'newest')?.does.join(', ')
      const but = versions.flatMap(({ version, cannot }) =>
        cannot === undefined ? [] : `${version} does no ${cannot.step}: ${cannot.reason}`,
      )
      return `| \`${client}\` | ${versions.map(({ version }) => version).join(' | ')} | ${does} | ${but.join('; ')} |`
    }),
  ].join('\n')
