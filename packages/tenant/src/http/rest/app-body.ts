import type { rest } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'
import { type AppRight, rightsOf } from '../../apps/app-rights.js'
import type { App } from '../../apps/app-rows.js'
import '../request-context.js'
import { appAttributes } from './item-body.js'

/** What rights are called among the privileges of an app. */
const names: Readonly<Record<AppRight, readonly string[]>> = {
  update: ['update'],
  reload: ['reload'],
  source: ['export', 'duplicate', 'source'],
  publish: ['publish'],
  change_space: ['change_space'],
  delete: ['delete'],
  change_owner: ['change_owner'],
}

/** An app with what the caller may do with it (contract 4.13). */
export const appBody = async (request: FastifyRequest, app: App): Promise<rest.NxApp> => {
  const rights = await rightsOf(request.tenant, request.caller, app)
  return {
    attributes: appAttributes(app),
    privileges: ['read', 'exportdata', ...[...rights].flatMap((right) => names[right])],
    // Explicit, because clients take an absent list for the right to create everything.
    create: [],
  }
}
