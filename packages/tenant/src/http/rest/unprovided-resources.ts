import { UnderstudyError } from '@understudy/contract'

/**
 * What the contract knows and a tenant has none of: by its place, what it would be. Of `empty` ones there is a list, which
 * holds nothing; `absent` ones are no part of a tenant at all. `{}` in a place stands for any one segment.
 */
const unprovided = {
  empty: {
    '/api/v1/brands': 'brands',
    '/api/v1/consumption/executions': 'records of consumption',
    '/api/v1/extensions': 'uploaded extensions',
    '/api/v1/licenses/assignments': 'licences to assign',
    '/api/v1/licenses/consumption': 'licences to consume',
    '/api/v1/licenses/overview': 'licences to change',
    '/api/v1/licenses/settings': 'licences to assign',
    '/api/v1/licenses/status': 'licences to change',
    '/api/v1/notifications': 'notifications',
    '/api/v1/quotas': 'quotas',
    '/api/v1/tenant-settings': 'settings of the hub',
    '/api/v1/themes': 'uploaded themes',
    '/api/v1/ui-config/pinned-links': 'pinned links',
    '/api/v1/web-notifications': 'notifications',
  },
  absent: {
    '/api/analytics': 'on-demand apps, change stores, evaluations of apps and agents',
    '/api/connectivity': 'data connections; an app declares its sources in its folder',
    '/api/core/data-files': 'such call for data files',
    '/api/core/ip-policies': 'policies of network addresses; the proxy before the tenant has them',
    '/api/data-governance': 'data products, qualities, semantic types and trust scores',
    '/api/scheduling': 'schedules; whatever runs jobs on the host reloads apps',
    '/api/v1/apps': 'such call for apps',
    '/api/v1/apps/evaluations': 'evaluations of apps',
    '/api/v1/apps/validatescript': 'load scripts to check; `understudy app check` checks data.sql',
    '/api/v1/apps/{}/evaluations': 'evaluations of apps',
    '/api/v1/apps/{}/insight-analyses': 'answers to questions in plain language',
    '/api/v1/apps/{}/objects': 'owners of single objects',
    '/api/v1/apps/{}/placement': 'placements of apps',
    '/api/v1/apps/{}/report-filters': 'reports',
    '/api/v1/apps/{}/reloads/metadata': 'metadata of single reloads; `data/metadata` tells of the data that is served',
    '/api/v1/apps/{}/scripts': 'versions of scripts; data.sql in the folder of an app is its script',
    '/api/v1/assistants': 'assistants',
    '/api/v1/audits/actions/fetch-consumption-app': 'app of what was consumed',
    '/api/v1/automation-connections': 'automations',
    '/api/v1/automation-connectors': 'automations',
    '/api/v1/automations': 'automations',
    '/api/v1/automl-deployments': 'machine learning',
    '/api/v1/automl-predictions': 'machine learning',
    '/api/v1/banners': 'banners',
    '/api/v1/conditions': 'conditions of alerts',
    '/api/v1/data-alerts': 'alerts',
    '/api/v1/data-assets': 'data assets',
    '/api/v1/data-connections': 'data connections; an app declares its sources in its folder',
    '/api/v1/data-credentials': 'data connections; an app declares its sources in its folder',
    '/api/v1/data-files': 'such call for data files',
    '/api/v1/data-files/actions': 'batches of data files; they are moved by sending them anew, and deleted one by one',
    '/api/v1/data-files/{}/actions':
      'moves of data files to other spaces or owners; send the file anew where it belongs',
    '/api/v1/data-qualities': 'data qualities',
    '/api/v1/data-sets': 'data sets',
    '/api/v1/data-sources': 'data connections; an app declares its sources in its folder',
    '/api/v1/data-stores': 'data stores',
    '/api/v1/dcaas': 'data connections; an app declares its sources in its folder',
    '/api/v1/di-projects': 'projects of data integration',
    '/api/v1/direct-access-agents': 'gateways',
    '/api/v1/encryption': 'key providers; the operator keeps the master key',
    '/api/v1/glossaries': 'glossaries',
    '/api/v1/knowledgebases': 'knowledge bases',
    '/api/v1/lineage-graphs': 'graphs of lineage',
    '/api/v1/ml': 'machine learning',
    '/api/v1/notes': 'notes',
    '/api/v1/questions': 'answers to questions in plain language',
    '/api/v1/reload-tasks': 'schedules; whatever runs jobs on the host reloads apps',
    '/api/v1/reloads': 'such call for reloads',
    '/api/v1/report-templates': 'reports',
    '/api/v1/reports': 'reports',
    '/api/v1/sharing-tasks': 'reports',
    '/api/v1/tasks': 'schedules; whatever runs jobs on the host reloads apps',
    '/api/v1/transports': 'outgoing e-mail',
    '/api/v1/webhooks': 'webhooks; the audit journal tells what happened',
    '/api/workflows': 'automations',
  },
} as const

/** A place as a pattern, which also fits everything below it. */
const pattern = (place: string): RegExp => new RegExp(`^${place.replaceAll('{}', '[^/]+')}(?:/|$)`)

const empty = Object.entries(unprovided.empty).map(([place, what]) => ({ place, fits: pattern(place), what }))
/** The narrowest place comes first. */
const absent = Object.entries(unprovided.absent)
  .sort(([one], [other]) => other.length - one.length)
  .map(([place, what]) => ({ fits: pattern(place), what }))

/**
 * The refusal of a request that no route is for.
 *
 * @param url path with or without query
 */
export const noSuchEndpoint = (method: string, url: string): UnderstudyError => {
  const [path = ''] = url.split('?')
  const kept = empty.find(({ fits }) => fits.test(path))
  if (kept?.place === path)
    return new UnderstudyError('REST-READ-ONLY', `A tenant has no ${kept.what}: ${path} is read only.`)
  if (kept !== undefined) return new UnderstudyError('REST-NOTHING-KEPT', `A tenant has no ${kept.what}.`)
  const missing = absent.find(({ fits }) => fits.test(path))
  if (missing !== undefined) return new UnderstudyError('REST-NOT-PROVIDED', `A tenant has no ${missing.what}.`)
  return new UnderstudyError('REST-NOT-FOUND', `There is no ${method} ${path}.`)
}
