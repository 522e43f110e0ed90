/** A table of records: each leads to itself, and the arrow keys go up and down. */

import { h } from "./dom.js";
import { address } from "./places.js";
import { brief } from "./pretty.js";

/** How many members are shown besides the id. */
const COLUMNS = 7;

/**
 * @param {any[]} records
 * @param {import("./places.js").Place} place
 * @returns {HTMLTableElement}
 */
export function recordsTable(records, place) {
  const columns = telling(records);
  const head = h(
    "tr",
    {},
    ["id", ...columns].map((name) => h("th", { scope: "col" }, name.replaceAll("_", " "))),
  );
  const rows = records.map((record) => {
    const chosen = String(record.id) === place.id;
    const link = h(
      "a",
      { href: address({ ...place, id: String(record.id) }), "aria-current": chosen ? "true" : null },
      record.id,
    );
    const row = h(
      "tr",
      { class: chosen ? "chosen" : null },
      h("th", { scope: "row" }, link),
      columns.map((name) => h("td", {}, brief(record[name]))),
    );
    row.addEventListener(
      "click",
      (event) => event.target !== link && getSelection()?.type !== "Range" && link.click(),
    );
    return row;
  });
  const table = h("table", { class: "records" }, h("thead", {}, head), h("tbody", {}, rows));
  table.addEventListener("keydown", (event) => step(table, event));
  return table;
}

/**
 * The members that tell records apart best: those that most records have, and in which they differ.
 *
 * @param {any[]} records
 * @returns {string[]}
 */
function telling(records) {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].filter(
    (name) => name !== "id",
  );
  const worth = (/** @type {string} */ name) => {
    const values = records
      .map((record) => record[name])
      .filter((value) => value !== null && value !== "" && typeof value !== "object");
    const different = new Set(values).size;
    const technical = /_at$|^user_id$/.test(name) ? 0.3 : 1;
    return (
      (values.length / records.length) * technical * (different > 1 ? 1 + different / records.length : 0.6)
    );
  };
  const best = names
    .map((name) => ({ name, worth: worth(name) }))
    .filter((one) => one.worth > 0)
    .sort((one, other) => other.worth - one.worth)
    .slice(0, COLUMNS)
    .map((one) => one.name);
  return names.filter((name) => best.includes(name));
}

/**
 * Move between the records with the arrow keys.
 *
 * @param {HTMLElement} table
 * @param {KeyboardEvent} event
 */
function step(table, event) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...table.querySelectorAll("a")];
  const place = links.indexOf(/** @type {any} */ (document.activeElement));
  if (!way || place < 0) return;
  event.preventDefault();
  links[Math.min(Math.max(place + way, 0), links.length - 1)].focus();
}
