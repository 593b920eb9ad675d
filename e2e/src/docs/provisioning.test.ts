import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { writeDocumentedFiles } from './documented-files.js'

const demo = inject('demo')

const account = { id: 'docs|lea', name: 'Lea', email: 'lea@example.com', teams: ['Pilots'], region: 'North' }

it('creates a user with groups by the two files of the provisioning page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-provisioning-'))
  const run = (env: Record<string, string>, ...args: string[]): string =>
    execFileSync(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' }).trim()
  try {
    writeDocumentedFiles('provisioning.md', folder)
    const client = JSON.parse(
      run(
        {
          TENANT_URL: demo.tenantUrl,
          ADMIN_CLIENT_ID: demo.clients.admin.clientId,
          ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
          APP_ORIGIN: 'http://localhost:3000',
        },
        'setup.mjs',
      ),
    )
    const call = `import { accessTokenFor } from './access-token.mjs'
      console.log(await accessTokenFor(${JSON.stringify(account)}))`
    const token = run({ TENANT_URL: demo.tenantUrl, ...client }, '--input-type=module', '--eval', call)
    const me = await fetch(`${demo.tenantUrl}/api/v1/users/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(await me.json()).toMatchObject({
      subject: account.id,
      name: account.name,
      email: account.email,
      assignedGroups: [{ name: 'Pilots', providerType: 'custom' }],
      attributes: { region: 'North' },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
