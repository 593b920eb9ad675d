import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyReply } from 'fastify'
import { disposition } from '../content-disposition.js'

/** Pictures that a browser may show in place: they run nothing. */
const shown: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
}

/** A file that somebody sent once, and how it is to be answered. */
export interface SentFile {
  readonly path: string
  readonly name: string
  /** Whether a browser may show it, where it is a picture; everything else is for saving. */
  readonly inline: boolean
}

/**
 * Answers with a file that a user sent. A page of another user's making must not run on the tenant's origin: what is no
 * picture is only ever saved.
 */
export const sendFile = async (reply: FastifyReply, { path, name, inline }: SentFile): Promise<FastifyReply> => {
  const { size } = await stat(path)
  const picture = shown[/\.[a-z]+$/.exec(name.toLowerCase())?.[0] ?? '']
  const type = inline ? picture : undefined
  reply
    .header('content-length', size)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .type(type ?? (name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream'))
  if (type === undefined) reply.header('content-disposition', disposition(name))
  return reply.send(createReadStream(path))
}
