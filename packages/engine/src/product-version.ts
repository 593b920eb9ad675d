/** Name and version of the engine, as clients and formulas are told. */
export const productVersion = 'understudy-0.1.0'
