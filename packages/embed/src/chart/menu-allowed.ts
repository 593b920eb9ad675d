import type { EmbedContext } from '../props/embed-props.js'

/** Whether a page lets people do more with its charts than look at them. */
export const menuAllowed = ({ interactions, constraints }: EmbedContext): boolean =>
  (['active', 'passive'] as const).every((kind) => interactions?.[kind] !== false && constraints?.[kind] !== true)
