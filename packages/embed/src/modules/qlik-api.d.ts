/** The chunks of `@qlik/api` that the build finds (build/qlik-api-chunks.mjs), as far as the runtime uses them. */
declare module '#qlik-api/auth' {
  type HostConfig = import('@qlik/api/auth').HostConfig

  export const registerAuthModule: (name: string, module: object) => void
  export const registerHostConfig: (name: string, hostConfig: HostConfig) => void
  export const unregisterHostConfig: (name: string) => void
  export const setDefaultHostConfig: (hostConfig: HostConfig | undefined) => void
}

declare module '#qlik-api/qix' {
  type Props = import('@qlik/api/qix').OpenAppSessionProps

  export const openAppSession: (props: Props) => import('@qlik/api/qix').AppSession
  /** Runs the action once, when the app session of these properties opens. Returns what withdraws it. */
  export const addInitialAppAction: (
    props: Props,
    action: (doc: import('@qlik/api/qix').Doc) => Promise<void>,
  ) => () => void
  /** Listens to the events of all app sessions of the page. Returns what stops it. */
  export const onWebSocketEvent: (listener: (event: import('@qlik/api/qix').WebSocketEvent) => void) => () => void
}

declare module '#qlik-api/invoke-fetch' {
  type InvokeFetchProperties = import('@qlik/api/invoke-fetch-types').InvokeFetchProperties
  type InvokeFetchResponse = import('@qlik/api/invoke-fetch-types').InvokeFetchResponse

  export const invokeFetch: (api: string, request: InvokeFetchProperties) => Promise<InvokeFetchResponse>
}
