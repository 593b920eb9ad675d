import { describe, expect, it } from 'vitest'
import { errorCatalogue } from './catalogue.js'
import type { ErrorEntry } from './error-entry.js'
import { renderErrors } from './render-errors.js'

const entries = Object.entries<ErrorEntry>(errorCatalogue)

describe('the error catalogue', () => {
  it.each(entries)('says of %s what happened and how to solve it', (_code, { status, title, solution }) => {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(title).toMatch(/^\S.*[^.]$/)
    expect(solution).toMatch(/^\S.{10,}\.$/s)
  })

  it('has one place for every code, in the page too', () => {
    const headings = [...renderErrors().matchAll(/^### (.+)$/gm)].map((match) => match[1])
    expect(headings.sort()).toEqual(entries.map(([code]) => code).sort())
  })
})
