import type { RequestHandler } from 'express'

/**
 * Headers of every answer. The content security policy lets pages run the portal's own scripts and the tenant's embed
 * runtime, and talk to these two origins only. Charts style themselves at run time, hence `'unsafe-inline'` for styles.
 */
export const securityHeaders = (tenantUrl: string): RequestHandler => {
  const tenantSocket = tenantUrl.replace(/^http/, 'ws')
  const policy = [
    `default-src 'none'`,
    `script-src 'self' ${tenantUrl}`,
    `connect-src 'self' ${tenantUrl} ${tenantSocket}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self' data:`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ')
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    })
    next()
  }
}
