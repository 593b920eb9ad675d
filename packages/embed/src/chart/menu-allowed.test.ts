import { expect, it } from 'vitest'
import { menuAllowed } from './menu-allowed.js'

it.each([
  {},
  { interactions: { select: false } },
  { interactions: { active: true, passive: true } },
  { constraints: { active: false, passive: false, select: true } },
])('%j allows the menu', (context) => expect(menuAllowed(context)).toBe(true))

it.each([
  { interactions: { active: false } },
  { interactions: { passive: false } },
  { constraints: { active: true } },
  { constraints: { passive: true } },
  { interactions: { active: true }, constraints: { passive: true } },
])('%j does not', (context) => expect(menuAllowed(context)).toBe(false))
