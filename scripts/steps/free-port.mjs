import { createServer } from 'node:net'
import { Failure } from './failure.mjs'

/**
 * Makes sure that a port can be listened on.
 *
 * @param {number} port
 * @param {string} host
 * @param {string} option the option by which the reader chooses another port
 * @throws {Failure} that names the port, and what to do
 */
export const requireFreePort = (port, host, option) =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new Failure(explain(error, port, option))))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })

const explain = (error, port, option) => {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Stop that program, or choose another port: npm start -- ${option} ${port + 100}`
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by this user. Choose one above 1023: npm start -- ${option} 4901`
  return `Port ${port} cannot be used (${error.message}). Choose another: npm start -- ${option} ${port + 100}`
}
