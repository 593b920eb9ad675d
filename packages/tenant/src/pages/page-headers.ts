import { pageStyleSource } from './page-style.js'

/** What a page may do beyond showing itself and sending its forms to the tenant. */
export interface PageNeeds {
  /**
   * Origins, or schemes with their colon, to which an answer to a form of the page may redirect. Chromium applies
   * `form-action` to the redirects after a submission too, so that a form answered with a redirect to a client needs the
   * client's origin here. Rather answer with a page that continues there ({@link continuePage}).
   */
  readonly formTargets?: readonly string[]
  /** Origins from which the page shows pictures. */
  readonly pictures?: readonly string[]
}

/**
 * The headers of our pages: no script, no frame around them, nothing kept, nothing told to the next site, and no window
 * of another origin keeps a handle on them.
 */
export const pageHeaders = ({ formTargets = [], pictures = [] }: PageNeeds = {}): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${pageStyleSource}`,
    ['img-src data:', ...pictures.filter(isOrigin)].join(' '),
    ["form-action 'self'", ...formTargets.filter(isOriginOrScheme)].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  // Addresses of these pages hold codes and invitations. Forms still send their Origin to the tenant itself.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
})

// A stored text that is neither must not become a directive of its own.
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text

const isOriginOrScheme = (text: string): boolean => isOrigin(text) || /^[a-z][a-z0-9+.-]*:$/.test(text)
