/** The address at which this machine reaches what listens on a host and a port. */
export const listeningUrl = (host: string, port: number): string => {
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
