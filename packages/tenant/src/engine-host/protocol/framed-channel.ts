import type { Duplex } from 'node:stream'

/** Sends messages over a stream of bytes. */
export interface FramedChannel<Out> {
  /** @param payload bytes that go along as they are */
  readonly send: (message: Out, payload?: Uint8Array) => void
}

/** Lengths of the message and its payload, each an unsigned 32 bit number, little end first. */
const headBytes = 8

const nothing = Buffer.alloc(0)

/**
 * Speaks over a stream in messages: two lengths, the JSON of the message, the bytes of its payload.
 *
 * @param receive is given every message in order; its payload is the receiver's to keep
 */
export const openChannel = <Out, In>(
  stream: Duplex,
  receive: (message: In, payload: Buffer) => void,
): FramedChannel<Out> => {
  const take = messageReader(receive)
  stream.on('data', take)
  return {
    send: (message, payload = nothing) => {
      if (!stream.writable) return
      const text = Buffer.from(JSON.stringify(message))
      const head = Buffer.allocUnsafe(headBytes)
      head.writeUInt32LE(text.length, 0)
      head.writeUInt32LE(payload.length, 4)
      stream.cork()
      stream.write(Buffer.concat([head, text]))
      if (payload.length > 0) stream.write(payload)
      process.nextTick(() => stream.uncork())
    },
  }
}

/** Puts chunks together once a message is whole: a long one costs no more than its length. */
const messageReader = <In>(receive: (message: In, payload: Buffer) => void): ((chunk: Buffer) => void) => {
  let chunks: Buffer[] = []
  let length = 0
  let wanted = headBytes
  return (chunk) => {
    chunks.push(chunk)
    length += chunk.length
    if (length < wanted) return
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks)
    for (;;) {
      wanted = headBytes
      if (bytes.length < wanted) break
      const text = headBytes + bytes.readUInt32LE(0)
      wanted = text + bytes.readUInt32LE(4)
      if (bytes.length < wanted) break
      const message = JSON.parse(bytes.toString('utf8', headBytes, text)) as In
      const payload = bytes.subarray(text, wanted)
      bytes = bytes.subarray(wanted)
      receive(message, payload)
    }
    chunks = bytes.length === 0 ? [] : [bytes]
    length = bytes.length
  }
}
