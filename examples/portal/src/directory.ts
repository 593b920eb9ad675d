import { scrypt as scryptCallback, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Person } from './tenant.js'

/** A person of the portal, as the portal's own directory knows them. */
export interface Employee extends Person {
  readonly userName: string
  readonly role: string
  /** What the person is entitled to see, in words. */
  readonly access: string
}

interface DirectoryEntry extends Employee {
  /** `scrypt:<salt>:<hash>`, both base64url. */
  readonly password: string
}

const scrypt = promisify<string, Buffer, number, Buffer>(scryptCallback)

const entries: readonly DirectoryEntry[] = JSON.parse(
  readFileSync(new URL('../demo/people.json', import.meta.url), 'utf8'),
)

/** Everybody who may sign in; without anything secret. */
export const employees: readonly Employee[] = entries.map(({ password: _, ...employee }) => employee)

export const employeeNamed = (userName: string | undefined): Employee | undefined =>
  employees.find((employee) => employee.userName === userName)

/** The employee with that user name and password, if there is one; an unknown name takes as long as a wrong password. */
export const signIn = async (userName: string, password: string): Promise<Employee | undefined> => {
  const entry = entries.find((candidate) => candidate.userName === userName)
  const matches = await passwordMatches(password, (entry ?? (entries[0] as DirectoryEntry)).password)
  return entry && matches ? employeeNamed(userName) : undefined
}

const passwordMatches = async (password: string, stored: string): Promise<boolean> => {
  const [, salt = '', hash = ''] = stored.split(':')
  const expected = Buffer.from(hash, 'base64url')
  return timingSafeEqual(await scrypt(password, Buffer.from(salt, 'base64url'), expected.length), expected)
}
