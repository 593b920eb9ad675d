/** SQL of the LIKE pattern, with `^` as escape, of a text with the wildcards `*` and `?`. */
export const likePattern = (text: string): string =>
  `replace(replace(regexp_replace(${text}, '([%_^])', '^\\1', 'g'), '*', '%'), '?', '_')`
