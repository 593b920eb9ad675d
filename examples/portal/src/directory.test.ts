import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { employeeNamed, employees, signIn } from './directory.js'

const hints = JSON.parse(readFileSync(new URL('../demo/passwords.json', import.meta.url), 'utf8'))

describe('signIn', () => {
  it.each(employees.map(({ userName }) => userName))(
    'accepts %s with the password that the demo shows',
    async (name) => {
      expect(await signIn(name, hints[name])).toEqual(employeeNamed(name))
    },
  )

  it('refuses another person’s password and an unknown person', async () => {
    expect(await signIn('dana', hints.marcus)).toBeUndefined()
    expect(await signIn('nobody', hints.dana)).toBeUndefined()
  })
})

describe('employees', () => {
  it('carry no password', () => {
    expect(JSON.stringify(employees)).not.toContain('scrypt')
  })
})
