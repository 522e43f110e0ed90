/** Ways in which the mock misbehaves on purpose. */

import { get, put } from "./control.js";
import { button, fill, h, search, select } from "./dom.js";
import { tell } from "./notices.js";
import { counted, prose } from "./words.js";

/** @type {[string, string][]} */
const ODDS = [
  ["1", "every time"],
  ["0.5", "1 in 2"],
  ["0.1", "1 in 10"],
  ["0.01", "1 in 100"],
];

export class Faults {
  /** @param {(kind: string, number: number) => void} count */
  constructor(count) {
    this._tell = count;
    /** @type {any[]} */
    this._known = [];
    /** @type {Map<string, number>} */
    this._active = new Map();
    this._words = "";
    this._onlyActive = false;
    this._count = h("p", { class: "count", role: "status" });
    this._list = h("div", { class: "choices" });
    this.element = h(
      "section",
      { "aria-labelledby": "faults" },
      h("h2", { id: "faults" }, "Faults"),
      h("p", { class: "hint" }, "The mock breaks named requirements on purpose, to see how a client copes."),
      h(
        "div",
        { class: "filters" },
        search("Search faults", (words) => this._find(words)),
        select(
          "Which faults",
          [
            ["", "All faults"],
            ["on", "Only those on"],
          ],
          (value) => this._show(value === "on"),
        ),
        button("All off", () => this._put(new Map())),
        this._count,
      ),
      this._list,
    );
  }

  async show() {
    const found = await tell(() => get("/faults"));
    if (found) this._take(found);
  }

  /** @param {string} words */
  _find(words) {
    this._words = words.toLowerCase();
    this._draw();
  }

  /** @param {boolean} onlyActive */
  _show(onlyActive) {
    this._onlyActive = onlyActive;
    this._draw();
  }

  /** @param {any} found */
  _take({ active, known }) {
    this._known = known;
    this._active = new Map(active.map((/** @type {any} */ one) => [one.id, one.probability]));
    this._tell("faults", active.length);
    this._draw();
  }

  /** @param {Map<string, number>} wanted */
  async _put(wanted) {
    const active = [...wanted].map(([id, odds]) => (odds === 1 ? id : `${id}@${odds}`));
    const found = await tell(() => put("/faults", { active }));
    if (found) this._take(found);
    else this._draw();
  }

  _draw() {
    const words = this._words.split(/\s+/);
    const asked = this._onlyActive ? this._known.filter((one) => this._active.has(one.id)) : this._known;
    const shown = asked.filter((one) =>
      words.every((word) => `${one.id} ${one.sentence} ${one.breaks.join(" ")}`.toLowerCase().includes(word)),
    );
    fill(
      this._count,
      `${counted(this._active.size, "fault")} on, ${shown.length} of ${this._known.length} shown`,
    );
    const focused = document.activeElement?.id;
    const names = [...new Set(shown.map((one) => one.api))];
    const groups = names.map((api) =>
      h(
        "fieldset",
        {},
        h("legend", {}, api),
        shown.filter((one) => one.api === api).map((one) => this._line(one)),
      ),
    );
    fill(this._list, groups.length ? groups : h("p", { class: "lonely" }, "No fault is like that."));
    if (focused) document.getElementById(focused)?.focus();
  }

  /** @param {any} one */
  _line(one) {
    const odds = this._active.get(one.id);
    const box = h("input", { type: "checkbox", id: `fault-${one.id}`, checked: odds !== undefined });
    box.addEventListener("change", () => this._change(one.id, box.checked ? 1 : null));
    const breaks = one.breaks.map((/** @type {string} */ id) =>
      h("a", { href: `#/requirements?search=${id}` }, id),
    );
    return h(
      "div",
      { class: odds === undefined ? "choice" : "choice on" },
      box,
      h(
        "label",
        { for: box.id },
        h("span", { class: "sentence" }, prose(one.sentence)),
        " ",
        h("code", {}, one.id),
      ),
      odds !== undefined && this._odds(one.id, odds),
      h(
        "p",
        { class: "hint" },
        "breaks ",
        breaks.flatMap((/** @type {Node} */ link, /** @type {number} */ place) =>
          place ? [", ", link] : [link],
        ),
      ),
    );
  }

  /**
   * @param {string} id
   * @param {number} odds
   */
  _odds(id, odds) {
    const known = ODDS.some(([value]) => Number(value) === odds)
      ? ODDS
      : [...ODDS, [String(odds), `${odds * 100} %`]];
    const element = h(
      "select",
      { id: `odds-${id}`, "aria-label": `How often: ${id}` },
      known.map(([value, text]) => h("option", { value, selected: Number(value) === odds }, text)),
    );
    element.addEventListener("change", () => this._change(id, Number(element.value)));
    return element;
  }

  /**
   * @param {string} id
   * @param {number | null} odds null: off
   */
  _change(id, odds) {
    const wanted = new Map(this._active);
    if (odds === null) wanted.delete(id);
    else wanted.set(id, odds);
    return this._put(wanted);
  }
}
