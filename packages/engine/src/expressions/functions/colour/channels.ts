import { numberValue, type SqlValue } from '../sql-value.js'

/** A component of a colour: 0 to 255, else missing. */
export const component = (value: SqlValue): string => {
  const whole = `round(${value.number})`
  return `(CASE WHEN ${whole} BETWEEN 0 AND 255 THEN ${whole} END)`
}

export const combined = (alpha: string, red: string, green: string, blue: string): string =>
  `(((${alpha} * 256 + ${red}) * 256 + ${green}) * 256 + ${blue})`

export const written = (prefix: string, components: readonly string[]): string =>
  `('${prefix}(' || ${components.map((part) => numberValue(part).text).join(" || ',' || ")} || ')')`

/** A colour from SQL of its components. */
export const rgb = (red: string, green: string, blue: string) => ({
  number: () => combined('255.0::DOUBLE', red, green, blue),
  text: () => written('RGB', [red, green, blue]),
})
