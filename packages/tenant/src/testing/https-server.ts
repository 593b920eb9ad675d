import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Of `keys.example`, `localhost` and 127.0.0.1, signed by itself; it guards nothing but tests. */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBgDCCASegAwIBAgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA91bmRlcnN0
dWR5IHRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMBoxGDAW
BgNVBAMMD3VuZGVyc3R1ZHkgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BGnN78k7msbFijH8BG+2K9rBmlPXN/sdWVOLakaYbiPC6Pxm3fG3g+SWIpPcpEGu
+pjRTvAJi6A/qlUYffHZD1KjXDBaMA8GA1UdEwEB/wQFMAMBAf8wKAYDVR0RBCEw
H4IMa2V5cy5leGFtcGxlgglsb2NhbGhvc3SHBH8AAAEwHQYDVR0OBBYEFFZgiZxG
lYB7tf5WE8mdSpF92D4bMAoGCCqGSM49BAMCA0cAMEQCIBLjr+3vMb/O17JYTGqB
54bauuaPFjp+ouhSbMtFdMlwAiBZY3MarVgyeMxBdOgIknzn7tGsXZ+c5Deyto/z
ZjcmDQ==
-----END CERTIFICATE-----
`

const testCertificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyPXHKHiSnWpj4gus
ezkFy1SZl+uMNMEwDlyZHyaX7vmhRANCAARpze/JO5rGxYox/ARvtivawZpT1zf7
HVlTi2pGmG4jwuj8Zt3xt4PkliKT3KRBrvqY0U7wCYugP6pVGH3x2Q9S
-----END PRIVATE KEY-----
`

/** A server that speaks TLS with the {@link testCertificate}. */
export interface HttpsServer {
  readonly port: number
  /** Requests that were made of it. */
  readonly requests: () => number
  readonly close: () => Promise<void>
}

/** Starts a server on a free port of 127.0.0.1. Always close it. */
export const startHttpsServer = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer> => {
  let requests = 0
  const server = createServer({ cert: testCertificate, key: testCertificateKey }, (request, response) => {
    requests += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
