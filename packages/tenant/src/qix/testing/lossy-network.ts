import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut. */
export interface LossyNetwork {
  readonly url: string
  /** Cuts every connection, as a train in a tunnel does. */
  readonly drop: () => void
  readonly close: () => Promise<void>
}

/** Forwards connections to a server. */
export const startLossyNetwork = async (target: string): Promise<LossyNetwork> => {
  const { hostname, port } = new URL(target)
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    near.pipe(far).pipe(near)
    for (const end of [near, far]) {
      ends.add(end)
      end.on('error', () => end.destroy())
      end.once('close', () => ends.delete(end))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const end of ends) end.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drop,
    close: async () => {
      drop()
      server.close()
    },
  }
}
