import type { FastifyReply } from 'fastify'
import { type PageNeeds, pageHeaders } from '../pages/page-headers.js'

/** Answers with a page of ours and the headers that protect it. */
export const sendPage = (reply: FastifyReply, status: number, page: string, needs: PageNeeds = {}): FastifyReply =>
  reply.status(status).headers(pageHeaders(needs)).send(page)
