const maxPattern = 1_000

/**
 * SQL that holds where a whole text fits a pattern with the wildcards `*` and `?`, whatever its case; never NULL. By a
 * regular expression, which takes time for the length of the text alone: LIKE goes back to every `%` of its pattern, and
 * cannot be interrupted meanwhile. A pattern of more than 1,000 characters fits nothing.
 */
export const fitsPattern = (text: string, pattern: string): string =>
  `coalesce(CASE WHEN length(${pattern}) <= ${maxPattern} THEN regexp_full_match(${text}, ${regularExpression(pattern)}, 'si') END, FALSE)`

const regularExpression = (pattern: string): string =>
  `regexp_replace(replace(regexp_replace(${pattern}, '([.+()|\\[\\]{}^$\\\\])', '\\\\\\1', 'g'), '?', '.'), '\\*+', '.*', 'g')`
