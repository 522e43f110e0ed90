/** What the documents leave open, and which choice the mock takes. */

import { get, put } from "./control.js";
import { button, fill, h, search } from "./dom.js";
import { tell } from "./notices.js";
import { counted, prose } from "./words.js";

const RANDOM = /^random:/;

export class Variations {
  /** @param {(kind: string, number: number) => void} count */
  constructor(count) {
    this._tell = count;
    /** @type {any[]} */
    this._known = [];
    /** @type {Map<string, string>} the choice of each silence that is not the default */
    this._active = new Map();
    this._words = "";
    this._count = h("p", { class: "count", role: "status" });
    this._list = h("div", { class: "choices" });
    this.element = h(
      "section",
      { "aria-labelledby": "variations" },
      h("h2", { id: "variations" }, "Variations"),
      h("p", { class: "hint" }, "What the documents leave open. A client must not depend on any choice."),
      h(
        "div",
        { class: "filters" },
        search("Search variations", (words) => this._find(words)),
        button("Defaults", () => this._put([])),
        button("Vary with every request", () => this._put(["random"]), {
          title: "Each request gets choices of its own: a client that depends on one will show it",
        }),
        this._count,
      ),
      this._list,
    );
  }

  async show() {
    const found = await tell(() => get("/variations"));
    if (found) this._take(found);
  }

  /** @param {string} words */
  _find(words) {
    this._words = words.toLowerCase();
    this._draw();
  }

  /** @param {any} found */
  _take({ active, known }) {
    this._known = known;
    this._active = new Map(active.map((/** @type {any} */ one) => [one.silence, one.id]));
    this._tell("variations", active.length);
    this._draw();
  }

  /** @param {string[]} active */
  async _put(active) {
    const found = await tell(() => put("/variations", { active }));
    if (found) this._take(found);
    else this._draw();
  }

  /**
   * Take one choice, and leave all others as they are. Where some vary with every request, defaults must
   * be named too: they would vary else.
   *
   * @param {string} silence
   * @param {string} choice
   */
  _choose(silence, choice) {
    const random = [...this._active.values()].find((one) => RANDOM.test(one));
    const fixed = this._silences().map(([name, choices]) => {
      if (name === silence) return choice;
      return this._active.get(name) ?? choices.find((one) => one.default).id;
    });
    return this._put([...(random ? [random] : []), ...fixed.filter((one) => !RANDOM.test(one))]);
  }

  /** @returns {[string, any[]][]} */
  _silences() {
    /** @type {Map<string, any[]>} */
    const found = new Map();
    for (const one of this._known) found.set(one.silence, [...(found.get(one.silence) ?? []), one]);
    return [...found];
  }

  _draw() {
    const words = this._words.split(/\s+/);
    const all = this._silences();
    const shown = all.filter(([silence, choices]) => {
      const text =
        `${silence} ${choices[0].question} ${choices.map((one) => `${one.id} ${one.meaning}`).join(" ")}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    fill(
      this._count,
      `${counted(this._active.size, "choice")} not the default, ${shown.length} of ${all.length} questions shown`,
    );
    const focused = document.activeElement?.id;
    fill(
      this._list,
      shown.map(([silence, choices]) => this._question(silence, choices)),
    );
    if (focused) document.getElementById(focused)?.focus();
  }

  /**
   * @param {string} silence
   * @param {any[]} choices
   */
  _question(silence, choices) {
    const active = this._active.get(silence);
    const varies = active !== undefined && RANDOM.test(active);
    const lines = choices.map((one) => {
      const chosen = active === undefined ? one.default : active === one.id;
      const box = h("input", { type: "radio", name: silence, id: `choice-${one.id}`, checked: chosen });
      box.addEventListener("change", () => this._choose(silence, one.id));
      return h(
        "div",
        { class: chosen && !one.default ? "choice on" : "choice" },
        box,
        h(
          "label",
          { for: box.id },
          h("span", { class: "sentence" }, prose(one.meaning)),
          " ",
          h("code", {}, one.id),
          one.default && h("span", { class: "hint" }, " default"),
        ),
      );
    });
    return h(
      "fieldset",
      {},
      h("legend", {}, prose(choices[0].question)),
      varies && h("p", { class: "hint" }, "Varies with every request."),
      lines,
    );
  }
}
