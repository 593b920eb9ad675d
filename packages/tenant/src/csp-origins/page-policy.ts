import { rest } from '@understudy/contract'
import type { CspOriginRow } from '../store/schema.js'

/** Sources by directive, as a Content-Security-Policy names it. */
export type PolicySources = Readonly<Record<string, readonly string[]>>

const directiveNames: Readonly<Record<rest.CspDirective, string>> = {
  childSrc: 'child-src',
  connectSrc: 'connect-src',
  connectSrcWSS: 'connect-src',
  fontSrc: 'font-src',
  formAction: 'form-action',
  frameAncestors: 'frame-ancestors',
  frameSrc: 'frame-src',
  imgSrc: 'img-src',
  mediaSrc: 'media-src',
  objectSrc: 'object-src',
  scriptSrc: 'script-src',
  styleSrc: 'style-src',
  workerSrc: 'worker-src',
}

/** What the entries of a tenant add to the policy of its pages (contract 4.10). */
export const addedSources = (entries: readonly Pick<CspOriginRow, 'origin' | 'directives'>[]): PolicySources => {
  const sources: Record<string, string[]> = {}
  for (const { origin, directives } of entries) {
    const on: readonly rest.CspDirective[] = JSON.parse(directives)
    for (const directive of rest.cspDirectives.filter((each) => on.includes(each))) {
      const source = directive === 'connectSrcWSS' ? `wss://${origin.replace(/^.*:\/\//, '')}` : origin
      const name = directiveNames[directive]
      sources[name] = [...(sources[name] ?? []), source]
    }
  }
  return sources
}

/**
 * The policy of a page: its own sources and the added ones. A directive that forbids everything gives way to the first
 * source that is added to it.
 */
export const contentSecurityPolicy = (own: PolicySources, added: PolicySources): string =>
  [...new Set([...Object.keys(own), ...Object.keys(added)])]
    .map((name) => {
      const all = [...(own[name] ?? []), ...(added[name] ?? [])]
      const sources = all.length > 1 ? all.filter((source) => source !== "'none'") : all
      return [name, ...new Set(sources)].join(' ')
    })
    .join('; ')
