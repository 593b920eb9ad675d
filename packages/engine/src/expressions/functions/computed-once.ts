/**
 * SQL of a text that reads some values more than once: each is computed once for a row, however often it is read, and
 * printed once. The name must not be one that an enclosing text is still to read, nor that of a column: it has one letter,
 * and columns that texts are printed among have more.
 *
 * @param name distinguishes these values from those of enclosing texts
 * @param values SQL of each value
 * @param print prints the text from the names of the values
 */
export const computedOnce = <Name extends string>(
  name: string,
  values: Readonly<Record<Name, string>>,
  print: (named: Readonly<Record<Name, string>>) => string,
): string => {
  const entries = Object.entries<string>(values)
  const named = Object.fromEntries(entries.map(([key]) => [key, `${name}.${key}`])) as Record<Name, string>
  const fields = entries.map(([key, sql]) => `'${key}': ${sql}`)
  return `list_extract(list_transform([{${fields.join(', ')}}], lambda ${name}: ${print(named)}), 1)`
}
