import { followLeaving } from './page-leaving.js'

/** The page that the runtime runs in. */
export const { tellUnlessLeaving } = followLeaving(window)
