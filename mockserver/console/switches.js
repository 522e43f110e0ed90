/** The view of the switches: faults, variations and latency, each with the sentence it is about. */

import { fill, h } from "./dom.js";
import { Faults } from "./faults.js";
import { Latency } from "./latency.js";
import { Variations } from "./variations.js";

/** @type {Record<string, string>} */
const NAMES = { faults: "Faults", variations: "Variations", latency: "Latency" };

export class Switches {
  constructor() {
    /** How many of each kind are not as they are at the start. */
    this._counts = new Map();
    const count = (/** @type {string} */ kind, /** @type {number} */ number) => this._count(kind, number);
    /** @type {Record<string, { element: HTMLElement, show: () => Promise<void> }>} */
    this._parts = {
      faults: new Faults(count),
      variations: new Variations(count),
      latency: new Latency(count),
    };
    this._tabs = h("nav", { class: "tabs", "aria-label": "Kinds of switches" });
    this._place = h("div", {});
    this._shown = "faults";
    this.element = h(
      "div",
      { class: "switches" },
      h("h1", { class: "unseen" }, "Switches"),
      this._tabs,
      this._place,
    );
  }

  /** @param {import("./main.js").Route} route */
  show({ parts: [kind] }) {
    document.title = "Switches – Mock console";
    this._shown = kind in this._parts ? kind : "faults";
    fill(this._place, this._parts[this._shown].element);
    this._drawTabs();
    this._parts[this._shown].show();
  }

  /** Find out what is switched. */
  load() {
    for (const part of Object.values(this._parts)) part.show();
  }

  /**
   * Show how many are on: here, and in every view, so that nobody forgets them.
   *
   * @param {string} kind
   * @param {number} number
   */
  _count(kind, number) {
    this._counts.set(kind, number);
    this._drawTabs();
    const badge = /** @type {HTMLElement} */ (document.querySelector("#views .badge"));
    const sum = [...this._counts.values()].reduce((one, other) => one + other, 0);
    badge.hidden = sum === 0;
    fill(badge, sum, h("span", { class: "unseen" }, " on"));
  }

  _drawTabs() {
    const tab = (/** @type {string} */ kind) => {
      const number = this._counts.get(kind);
      return h(
        "a",
        { href: `#/switches/${kind}`, "aria-current": kind === this._shown ? "page" : null },
        NAMES[kind],
        number ? ` (${number} on)` : "",
      );
    };
    fill(this._tabs, Object.keys(NAMES).map(tab));
  }
}
