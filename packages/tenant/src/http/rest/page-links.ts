import type { rest } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'

/** An absolute address of the tenant that the request is for. */
export const tenantUrl = (request: FastifyRequest, path: string): string => `${request.tenant.tenant.origin}${path}`

/** `links` of a page: this request, and the same request with the cursors of its neighbours (contract 4.0). */
export const pageLinks = (
  request: FastifyRequest,
  cursors: { readonly next?: string; readonly prev?: string },
): rest.PageLinks => linksWith(request, ['next', cursors.next], ['prev', cursors.prev])

/** The same for lists that are paged by ids (contract 4.8, 4.11). */
export const linksById = (
  request: FastifyRequest,
  neighbours: { readonly startingAfter?: string; readonly endingBefore?: string },
): rest.PageLinks =>
  linksWith(request, ['startingAfter', neighbours.startingAfter], ['endingBefore', neighbours.endingBefore])

type Turn = readonly [parameter: string, value: string | undefined]

const linksWith = (request: FastifyRequest, next: Turn, prev: Turn): rest.PageLinks => {
  const self = new URL(tenantUrl(request, request.url))
  const turned = ([parameter, value]: Turn): { href: string } | undefined => {
    if (value === undefined) return undefined
    const url = new URL(self)
    url.searchParams.delete(next[0])
    url.searchParams.delete(prev[0])
    url.searchParams.set(parameter, value)
    return { href: url.href }
  }
  const forth = turned(next)
  const back = turned(prev)
  return { self: { href: self.href }, ...(forth && { next: forth }), ...(back && { prev: back }) }
}
