import './auth.js'
import * as published from '#qlik-api/invoke-fetch'
import { effectiveHostConfig } from '../auth/effective-host-config.js'

/** Module `invoke-fetch@v1`: the implementation that `@qlik/api` loads in browsers. */
export * from '#qlik-api/invoke-fetch'

/** Sends a REST request; its cached answers stay apart from those of other users of the page. */
export const invokeFetch: typeof published.invokeFetch = async (api, request) =>
  published.invokeFetch(api, {
    ...request,
    options: { ...request.options, hostConfig: effectiveHostConfig(request.options?.hostConfig) },
  })
