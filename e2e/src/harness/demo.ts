/** The line that `npm start -- --json` prints when everything answers. */
export interface Demo {
  readonly portalUrl: string
  readonly tenantUrl: string
  readonly appId: string
  readonly clients: Readonly<Record<'admin' | 'people' | 'impersonation', ClientCredentials>>
  readonly people: readonly DemoPerson[]
}

export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

export interface DemoPerson {
  readonly user: string
  readonly password: string
  readonly access: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The demo that runs for the whole of this test run. */
    demo: Demo
    /** Origin that the demo's impersonation client allows beside the portal's; nothing listens there yet. */
    appOrigin: string
    /** Folder for the profiles of browsers, which is deleted afterwards. */
    profiles: string
  }
}
