/** `[name]` as expressions and definitions spell it, whatever is in the name. */
export const quotedField = (name: string): string => `[${name.replaceAll(']', ']]')}]`
