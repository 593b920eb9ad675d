import { computedOnce } from '../computed-once.js'
import { rateWhere } from './rate-search.js'

/** What a list of cash flows is: structs of an amount `v` and a time `t` in periods, from 0 on. */
type CashFlows = string

/** SQL of the worth of cash flows at time 0. */
export const presentWorth = (flows: CashFlows, rate: string): string =>
  computedOnce(
    'w',
    {
      w: `(CASE WHEN ${rate} > -1 THEN list_sum(list_transform(${flows}, lambda f: f.v / pow(1 + ${rate}, f.t))) END)`,
    },
    ({ w }) => `CASE WHEN isfinite(${w}) THEN ${w} END`,
  )

/** SQL of the rate at which cash flows are worth nothing; NULL where they have no such rate. */
export const internalRate = (flows: CashFlows): string =>
  computedOnce('c', { f: flows, n: `list_max(list_transform(${flows}, lambda f: f.t))` }, ({ f, n }) =>
    rateWhere(
      (log) =>
        `list_sum(list_transform(${f}, lambda f: f.v * exp(CASE WHEN ${log} > 0 THEN -${log} * f.t ELSE ${log} * (${n} - f.t) END)))`,
    ),
  )
