import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'

/** What a way is asked about the end of a connection. */
const goodbye = Buffer.of()

/** Opens a way to a database that may hold back what goes through it, as a network does that is gone for a while. */
export const openWay = async (location: string) => {
  const { port, hostname } = new URL(location)
  const sockets = new Set<Socket>()
  const fromNode = new Set<Socket>()
  let accepted = 0
  let holds = (_bytes: Buffer): boolean => false
  let held: (() => void)[] = []
  const server = createServer({ allowHalfOpen: true }, (near) => {
    accepted += 1
    fromNode.add(near)
    near.on('close', () => fromNode.delete(near))
    const far = connectTo({ port: Number(port), host: hostname })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const pass = (bytes: Buffer, deliver: () => void): void => {
        if (holds(bytes)) held.push(deliver)
        else deliver()
      }
      sockets.add(from)
      from.on('data', (bytes) => pass(bytes, () => to.write(bytes)))
      from.on('end', () => pass(goodbye, () => to.end()))
      from.on('error', () => undefined)
      from.on('close', () => to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const way = new URL(location)
  way.hostname = '127.0.0.1'
  way.port = String((server.address() as AddressInfo).port)
  return {
    location: way.href,
    accepted: () => accepted,
    /** Connections that the node has not ended. */
    open: () => fromNode.size,
    /** Holds back all, or what `which` says; passes on what it held where that is `false`. */
    hold: (which: boolean | ((bytes: Buffer) => boolean)) => {
      holds = typeof which === 'boolean' ? () => which : which
      if (which !== false) return
      for (const deliver of held) deliver()
      held = []
    },
    /** Says something to the node, to which only a connection that it has left altogether objects. */
    touch: () => {
      for (const socket of fromNode) socket.write('?')
    },
    breakOff: () => {
      for (const socket of fromNode) socket.destroy()
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
