/**
 * The rows that aggregations of the corpus are about: ties, zero, a negative number, an empty text, texts that read as
 * numbers, missing values, first and last days of years.
 */
export const corpusModel = `CREATE TABLE facts AS SELECT * FROM (VALUES
  (1, 'a', '10', 10, 1, DATE '2024-01-01'),
  (2, 'a', '9', 9, 2, DATE '2024-02-29'),
  (3, 'b', '', -3, 2, DATE '2024-12-31'),
  (4, 'b', 'x', 0, 1, DATE '2023-12-31'),
  (5, 'c', '10', 9, 3, DATE '2024-01-01'),
  (6, NULL, NULL, NULL, 1, NULL)) t("id", "kind", "mixed", "n", "w", "day");
CREATE TABLE alone AS SELECT * FROM (VALUES (7, 'z', 0.25)) t("one", "letter", "part")`
