import type { Visit } from './browser.js'

/** Where the form of the consent page goes. */
export const consentPath = '/oauth/authorize/consent'

/** The value of a hidden field of a page. */
export const hidden = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''

/** The form of a consent page, as the user of the browser sends it. */
export const consentForm = ({ text }: Pick<Visit, 'text'>, decision = 'allow') => ({
  request: hidden(text, 'request'),
  csrf_token: hidden(text, 'csrf_token'),
  decision,
})

/** The parameters of the address at which a page continues. */
export const continued = ({ text }: Pick<Visit, 'text'>): Record<string, string> => {
  const [, url = ''] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(text) ?? []
  return Object.fromEntries(new URL(url.replaceAll('&#38;', '&')).searchParams)
}
