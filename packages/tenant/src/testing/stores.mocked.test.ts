import { expect, it, vi } from 'vitest'
import { startInstalledPostgres } from './stores.js'

const { start } = vi.hoisted(() => ({ start: vi.fn() }))
vi.mock('./postgres-server.js', () => ({ installedPostgres: () => '/programs', startPostgres: start }))

it('starts a server for all files, and another one for the next where that failed', async () => {
  start.mockRejectedValueOnce(new Error('No port is free'))
  start.mockResolvedValue({ createDatabase: async () => 'postgres://test' })
  await expect(startInstalledPostgres()).rejects.toThrow('No port is free')
  for (let file = 0; file < 2; file += 1)
    expect(await (await startInstalledPostgres()).createDatabase()).toBe('postgres://test')
  expect(start).toHaveBeenCalledTimes(2)
})
