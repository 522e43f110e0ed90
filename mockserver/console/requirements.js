/** The view of the catalogue: every statement of the documents, with its place there. */

import { get } from "./control.js";
import { fill, h, search, select } from "./dom.js";
import { tell } from "./notices.js";
import { counted, place, prose } from "./words.js";

/** @type {Record<string, string>} */
const LEVELS = {
  must: "The document says it.",
  should: "It is hedged, or only shown in an example.",
  observed: "In no document, but seen in the deployed service.",
};

export class Requirements {
  constructor() {
    this._wanted = { words: "", level: "", api: "" };
    /** @type {any[] | null} */
    this._known = null;
    this._search = search("Search statements, ids, operations", (words) =>
      this._want("words", words.toLowerCase()),
    );
    this._apis = h("span", {});
    this._count = h("p", { class: "count", role: "status" });
    this._list = h("ul", { class: "requirements" });
    this.element = h(
      "section",
      { "aria-label": "Requirements" },
      h("h1", { class: "unseen" }, "Requirements"),
      h(
        "div",
        { class: "filters" },
        this._search,
        select(
          "Level",
          [
            ["", "Any level"],
            ...Object.keys(LEVELS).map((one) => /** @type {[string, string]} */ ([one, one])),
          ],
          (value) => this._want("level", value),
        ),
        this._apis,
        this._count,
      ),
      this._list,
    );
  }

  /** @param {import("./main.js").Route} route */
  async show({ query }) {
    document.title = "Requirements – Mock console";
    const words = query.get("search");
    if (words !== null) {
      /** @type {HTMLInputElement} */ (this._search.querySelector("input")).value = words;
      this._wanted.words = words.toLowerCase();
    }
    if (!this._known) await this._load();
    this._draw();
  }

  async _load() {
    const found = await tell(() => get("/requirements"));
    if (!found) return;
    this._known = found.requirements;
    const names = [...new Set(found.requirements.map((/** @type {any} */ one) => one.api))].map(
      (one) => /** @type {[string, string]} */ ([one, one]),
    );
    if (names.length > 1)
      fill(
        this._apis,
        select("API", [["", "Any API"], ...names], (value) => this._want("api", value)),
      );
  }

  /**
   * @param {keyof typeof this._wanted} name
   * @param {string} value
   */
  _want(name, value) {
    this._wanted[name] = value;
    this._draw();
  }

  _draw() {
    const all = this._known ?? [];
    const { words, level, api } = this._wanted;
    const shown = all.filter(
      (one) => (!level || one.level === level) && (!api || one.api === api) && isAbout(one, words),
    );
    fill(
      this._count,
      shown.length === all.length ? counted(all.length, "requirement") : `${shown.length} of ${all.length}`,
    );
    fill(
      this._list,
      shown.length ? shown.map(line) : h("li", { class: "lonely" }, "No requirement is like that."),
    );
  }
}

/**
 * @param {any} one
 * @param {string} words
 */
function isAbout(one, words) {
  const text = `${one.id} ${one.statement} ${operations(one)} ${one.unchecked ?? ""}`.toLowerCase();
  return words.split(/\s+/).every((word) => text.includes(word));
}

/** @param {any} one */
const operations = (one) => [one.operations ?? []].flat().join(", ");

/** @param {any} one */
function line(one) {
  const about = operations(one);
  return h(
    "li",
    {},
    h(
      "p",
      { class: "which" },
      h("code", {}, one.id),
      h("span", { class: `level ${one.level}`, title: LEVELS[one.level] }, one.level),
    ),
    h(
      "div",
      {},
      h("p", { class: "sentence" }, prose(one.statement)),
      h(
        "p",
        { class: "hint" },
        place(one.source),
        about && ` · ${about === "all" ? "all operations" : about}`,
      ),
      one.unchecked && h("p", { class: "hint" }, "Not checked: ", prose(one.unchecked)),
    ),
  );
}
