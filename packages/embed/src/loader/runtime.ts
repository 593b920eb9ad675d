import { embedError } from '../failure/embed-failure.js'

/** What published embedding clients expect on `window.QlikMain` (contract section 0.2). */
export interface QlikMain {
  /** Loads a runtime module by its versioned name, for example `embed-vanilla@v1`. */
  readonly import: (name: string) => Promise<unknown>
  /** The origin that serves this runtime. */
  readonly getRootUrl: () => string
  /** Tells clients the platform of that origin, which spares them a request. */
  readonly PRODUCT_INFO: { readonly composition: { readonly deploymentType: string } }
  /** Whether a request for the URL needs cookies: never, the runtime's code is public. */
  readonly resourceNeedsCredentials: (url: string) => boolean
  /** Published clients hang test hooks here when the page is on localhost. */
  readonly INTERNAL__DO_NOT_USE: Record<string, unknown>
}

/**
 * Builds the object that main.js puts on `window`.
 *
 * @param scriptUrl absolute URL of main.js; chunks are found relative to it
 * @param modulePaths module name to chunk path
 * @param load imports an ES module by URL
 */
export const createRuntime = (
  scriptUrl: string,
  modulePaths: Readonly<Record<string, string>>,
  load: (url: string) => Promise<unknown>,
): QlikMain => ({
  import: async (name) => {
    const path = Object.hasOwn(modulePaths, name) ? modulePaths[name] : undefined
    if (path === undefined) {
      throw embedError(
        'EMBED-MODULE',
        `This tenant has no runtime module '${name}'; it has ${Object.keys(modulePaths).join(', ')}.`,
      )
    }
    return load(new URL(path, scriptUrl).href)
  },
  getRootUrl: () => new URL(scriptUrl).origin,
  // An empty deployment type is how clients recognise a cloud-like tenant.
  PRODUCT_INFO: { composition: { deploymentType: '' } },
  resourceNeedsCredentials: () => false,
  INTERNAL__DO_NOT_USE: {},
})
