/** The rows that the examples of aggregations are about. */
export const exampleModel = `CREATE TABLE orders AS SELECT * FROM (VALUES
  (1, 'A', 10.0, 1), (2, 'A', 20.0, 2), (3, 'B', 5.0, 1), (4, 'C', NULL, 1)) t(id, customer, amount, size)`
