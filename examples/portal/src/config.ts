/** What the portal is told by its environment. */
export interface PortalConfig {
  readonly port: number
  /** Origin of the tenant, such as `http://127.0.0.1:4802`. */
  readonly tenantUrl: string
  readonly appId: string
  /** Makes and changes users and groups. */
  readonly people: ClientCredentials
  /** Mints tokens in the name of users. */
  readonly impersonation: ClientCredentials
}

/** An OAuth client of the tenant; its secret never leaves the server. */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** Reads the configuration; throws an error that names the first variable missing. */
export const readConfig = (env: NodeJS.ProcessEnv): PortalConfig => {
  const required = (name: string): string => {
    const value = env[name]
    if (!value) throw new Error(`The portal needs the environment variable ${name}.`)
    return value
  }
  return {
    port: Number(env.PORT ?? 4801),
    tenantUrl: new URL(required('TENANT_URL')).origin,
    appId: required('APP_ID'),
    people: { clientId: required('PEOPLE_CLIENT_ID'), clientSecret: required('PEOPLE_CLIENT_SECRET') },
    impersonation: {
      clientId: required('IMPERSONATION_CLIENT_ID'),
      clientSecret: required('IMPERSONATION_CLIENT_SECRET'),
    },
  }
}
