import type { StartedTenant } from '../../../testing/started-tenant.js'

/** An answer of the REST API. */
export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers of every shape
  readonly body: any
}

/** Calls the REST API as whoever holds the token; the path begins behind `/api/v1`. */
export type RestCaller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<RestAnswer>

/** Calls over real HTTP. Without a token, without authorization. */
export const restCaller =
  (tenant: Pick<StartedTenant, 'url'>, token: string | undefined): RestCaller =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${tenant.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

/** A caller with a machine token that has exactly these scopes; by default an administrator's. */
export const machineCaller = async (
  tenant: StartedTenant,
  scopes: readonly string[] = ['admin_classic', 'user_default'],
): Promise<RestCaller> => {
  const client = await tenant.addClient({ allowed_scopes: JSON.stringify(scopes) })
  const { status, body } = await tenant.requestToken({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope: scopes.join(' '),
  })
  if (status !== 200) throw new Error(`No token: ${JSON.stringify(body)}`)
  return restCaller(tenant, body.access_token)
}
