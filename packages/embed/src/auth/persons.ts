import type { TokenHost } from './host.js'

type Supplier = Pick<TokenHost, 'clientId' | 'getAccessToken'>

/** Suppliers of tokens that the page uses for an origin, in the order of their first use, and whose tokens they supply. */
const suppliers = new Map<string, (Supplier & { changes: number })[]>()

/** Who stands behind the first supplier of an origin, until that changes. */
export const firstPerson = 'supplier-0'

const supplierOf = ({ origin, clientId, getAccessToken }: TokenHost) => {
  const known = suppliers.get(origin) ?? []
  suppliers.set(origin, known)
  const index = known.findIndex((each) => each.clientId === clientId && each.getAccessToken === getAccessToken)
  if (index < 0) known.push({ clientId, getAccessToken, changes: 0 })
  const at = index < 0 ? known.length - 1 : index
  return { index: at, supplier: known[at] as Supplier & { changes: number } }
}

/** Names the person whom a host's supplier stands for at present, apart from all others of the page, now and before. */
export const personOf = (host: TokenHost): string => {
  const { index, supplier } = supplierOf(host)
  return supplier.changes === 0 ? `supplier-${index}` : `supplier-${index}-person-${supplier.changes}`
}

/** From now on the supplier stands for another person. */
export const changePerson = (host: TokenHost): void => {
  supplierOf(host).supplier.changes += 1
}
