/** How slow every answer is. */

import { get, put } from "./control.js";
import { button, fill, h } from "./dom.js";
import { notice, tell } from "./notices.js";

/** @type {[string, number, number][]} */
const USUAL = [
  ["None", 0, 0],
  ["Mobile, 200–800 ms", 200, 800],
  ["Slow, 2 s", 2000, 2000],
];

export class Latency {
  /** @param {(kind: string, number: number) => void} count */
  constructor(count) {
    this._count = count;
    this._least = field("At least, ms");
    this._most = field("At most, ms");
    this._problem = h("p", { class: "problem", role: "alert" });
    this.element = h(
      "section",
      { "aria-labelledby": "latency" },
      h("h2", { id: "latency" }, "Latency"),
      h("p", { class: "hint" }, "How long every answer takes, drawn anew for each request."),
      h(
        "div",
        { class: "filters" },
        this._least,
        this._most,
        button("Set", () => this._set(this._value(this._least), this._value(this._most)), {
          class: "primary",
        }),
      ),
      this._problem,
      h(
        "div",
        { class: "actions" },
        USUAL.map(([name, least, most]) => button(name, () => this._set(least, most))),
      ),
    );
  }

  async show() {
    const found = await tell(() => get("/latency"));
    if (found) this._draw(found);
  }

  /** @param {any} latency */
  _draw({ minimum, maximum }) {
    input(this._least).value = String(minimum);
    input(this._most).value = String(maximum);
    this._count("latency", maximum > 0 ? 1 : 0);
  }

  /** @param {HTMLElement} label */
  _value(label) {
    return input(label).valueAsNumber;
  }

  /**
   * @param {number} minimum
   * @param {number} maximum
   */
  async _set(minimum, maximum) {
    try {
      this._draw(await put("/latency", { minimum, maximum }));
      fill(this._problem);
      notice(maximum ? `Answers take ${minimum} to ${maximum} ms.` : "Answers come at once.");
    } catch (error) {
      fill(this._problem, error instanceof Error ? error.message : String(error));
    }
  }
}

/** @param {string} label */
const field = (label) =>
  h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("input", { type: "number", min: 0, step: 50, inputmode: "numeric" }),
  );

/** @param {HTMLElement} label */
const input = (label) => /** @type {HTMLInputElement} */ (label.querySelector("input"));
