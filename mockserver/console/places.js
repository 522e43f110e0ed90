/** Places in the data, and their addresses. */

/**
 * @typedef {object} Place
 * @property {string} api
 * @property {string} table
 * @property {string} id
 * @property {string | null} at the request after which the data are looked at; null: now
 * @property {string | null} member
 * @property {string | null} value
 */

/**
 * The address of a place in the data.
 *
 * @param {Partial<Place>} place
 */
export function address({ api, table, id, at, member, value }) {
  const path = ["#/data", api, table, id]
    .filter(Boolean)
    .map((part) => String(part))
    .join("/");
  const query = new URLSearchParams(
    Object.entries({ at, member, value }).flatMap(([name, one]) => (one ? [[name, one]] : [])),
  );
  return query.size ? `${path}?${query}` : path;
}
