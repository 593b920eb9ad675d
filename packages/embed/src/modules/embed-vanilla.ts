import './auth.js'
import { mountEmbed } from '../mount/mount-embed.js'

/** Module `embed-vanilla@v1`: mounts what `<qlik-embed>` and its relatives show (contract section 0.2). */
export const mountVanillaEmbedComponent = mountEmbed
