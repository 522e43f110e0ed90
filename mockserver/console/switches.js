/** The view of the switches: latency, faults and variations, each with the sentence it is about. */

import { Faults } from "./faults.js";
import { Latency } from "./latency.js";
import { h } from "./dom.js";
import { Variations } from "./variations.js";

/** How many switches are not as they are at the start: shown everywhere, so that nobody forgets them. */
const counts = new Map();

/**
 * @param {string} kind
 * @param {number} number
 */
export function count(kind, number) {
  counts.set(kind, number);
  const badge = /** @type {HTMLElement} */ (document.querySelector("#views .badge"));
  const sum = [...counts.values()].reduce((one, other) => one + other, 0);
  badge.hidden = sum === 0;
  badge.replaceChildren(String(sum), h("span", { class: "unseen" }, " on"));
}

export class Switches {
  constructor() {
    this._parts = [new Latency(count), new Faults(count), new Variations(count)];
    this.element = h("div", { class: "switches" }, h("h1", { class: "unseen" }, "Switches"), this._parts.map((part) => part.element));
  }

  show() {
    document.title = "Switches – Mock console";
    this.load();
  }

  /** Find out what is switched. */
  load() {
    for (const part of this._parts) part.show();
  }
}
