/** Where the arc begins and how far it goes, in degrees clockwise from the left. */
const [from, span] = [-30, 240]

const point = (share: number, radius: number): string => {
  const angle = ((from + share * span) * Math.PI) / 180
  return `${(-radius * Math.cos(angle)).toFixed(2)} ${(-radius * Math.sin(angle)).toFixed(2)}`
}

/**
 * Path of a part of a gauge's ring around the origin.
 *
 * @param start of the part, from 0 to 1
 * @param end of the part, from 0 to 1
 * @param outer radius
 * @param inner radius
 */
export const arcPath = (start: number, end: number, outer: number, inner: number): string => {
  const large = (end - start) * span > 180 ? 1 : 0
  return [
    `M ${point(start, outer)}`,
    `A ${outer} ${outer} 0 ${large} 1 ${point(end, outer)}`,
    `L ${point(end, inner)}`,
    `A ${inner} ${inner} 0 ${large} 0 ${point(start, inner)} Z`,
  ].join(' ')
}
