import type { rest } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'

/** An absolute address of the tenant that the request is for. */
export const tenantUrl = (request: FastifyRequest, path: string): string => `${request.tenant.tenant.origin}${path}`

/** `links` of a page: this request, and the same request with the cursors of its neighbours (contract 4.0). */
export const pageLinks = (
  request: FastifyRequest,
  cursors: { readonly next?: string; readonly prev?: string },
): rest.PageLinks => {
  const self = new URL(tenantUrl(request, request.url))
  const turned = (direction: 'next' | 'prev', cursor: string): { href: string } => {
    const url = new URL(self)
    url.searchParams.delete('next')
    url.searchParams.delete('prev')
    url.searchParams.set(direction, cursor)
    return { href: url.href }
  }
  return {
    self: { href: self.href },
    ...(cursors.next !== undefined && { next: turned('next', cursors.next) }),
    ...(cursors.prev !== undefined && { prev: turned('prev', cursors.prev) }),
  }
}
