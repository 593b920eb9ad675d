import { type Hostile, hostileCalls } from './hostile-calls.js'
import { openQixSocket, type QixSocket } from './qix-socket.js'

/** Makes one hostile call again and again: <name> <url> <token> <milliseconds>. Is a process of its own, so that it disturbs no clock. */
const [name = '', url = '', token = '', milliseconds = ''] = process.argv.slice(2)

const call = hostileCalls[name]
if (!call) throw new Error(`there is no call "${name}"`)

const open: Hostile['open'] = (identity) => openQixSocket(url, token, identity)
const until = performance.now() + Number(milliseconds)
let socket: QixSocket | undefined
const failures = new Map<string, number>()
for (let round = 0; performance.now() < until; round++) {
  try {
    if (socket === undefined || socket.socket.readyState !== socket.socket.OPEN) socket = await open()
    await call({ open, round }, socket)
  } catch (error) {
    const text = String(error).slice(0, 300)
    failures.set(text, (failures.get(text) ?? 0) + 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
for (const [text, count] of failures) console.error(`${count} times ${text}`)
process.exit()
