import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openChannel } from './framed-channel.js'

interface Message {
  readonly text: string
}

it('brings every message with its payload, in order, however the stream is cut', async () => {
  const message = fc.record({ text: fc.string({ unit: 'grapheme' }), payload: fc.uint8Array({ maxLength: 300 }) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 80 })),
      async (sent, cuts) => {
        const wire = new PassThrough()
        const written: Buffer[] = []
        wire.on('data', (chunk: Buffer) => written.push(chunk))
        const { send } = openChannel<Message, Message>(wire, () => undefined)
        for (const { text, payload } of sent) send({ text }, payload)
        await new Promise((resolve) => setImmediate(resolve))
        let bytes = Buffer.concat(written)
        const received: (Message & { payload: Uint8Array })[] = []
        const other = new PassThrough()
        openChannel<Message, Message>(other, ({ text }, payload) =>
          received.push({ text, payload: Uint8Array.from(payload) }),
        )
        for (const cut of [...cuts, bytes.length]) {
          other.emit('data', bytes.subarray(0, cut))
          bytes = bytes.subarray(cut)
        }
        expect(received).toEqual(sent)
      },
    ),
    { numRuns: 60 },
  )
})
