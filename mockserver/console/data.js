/** The view of the data: the tables of each API, as they are and as they were. */

import { get } from "./control.js";
import { fill, h, search } from "./dom.js";
import { journal } from "./journal.js";
import { Keeping } from "./keeping.js";
import { tell } from "./notices.js";
import { address } from "./places.js";
import { RecordPanel } from "./record.js";
import { recordsTable } from "./records.js";
import { Travel } from "./travel.js";
import { apis } from "./trying.js";
import { counted } from "./words.js";

/** How many records are drawn at first, and added with each press. */
const PAGE = 100;

export class Data {
  constructor() {
    this._words = "";
    this._limit = PAGE;
    this._travel = new Travel((at) => (location.hash = address({ ...this._place, id: "", at })));
    this._keeping = new Keeping(() => this._load());
    this._record = new RecordPanel(() => this._load());
    this._apis = h("nav", { class: "tabs", "aria-label": "Choose an API" });
    this._tables = h("nav", { class: "tabs small", "aria-label": "Choose a table" });
    this._search = search("Search all members", (words) => {
      this._words = words;
      this._limit = PAGE;
      this._load();
    });
    this._count = h("p", { class: "count", role: "status" });
    this._body = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Records" });
    this._more = h("p", {});
    const browser = h(
      "section",
      { class: "list", "aria-label": "Tables" },
      this._apis,
      this._tables,
      h("div", { class: "filters" }, this._search, this._count),
      this._body,
      this._more,
    );
    this.element = h(
      "div",
      { class: "data" },
      h("h1", { class: "unseen" }, "Data"),
      this._travel.element,
      this._keeping.element,
      h("div", { class: "split" }, browser, this._record.element),
    );
    this._split = /** @type {HTMLElement} */ (this.element.lastElementChild);
    /** @type {import("./places.js").Place} */
    this._place = { api: "", table: "", id: "", at: null, member: null, value: null };
    /** The last request of which these data know that it changed something. */
    this._seen = 0;
    this._waiting = 0;
    journal.addEventListener("change", () => this._follow());
  }

  /** @param {import("./main.js").Route} route */
  async show({ parts: [api, table, id], query }) {
    document.title = "Data – Mock console";
    const place = {
      api: api ?? "",
      table: table ?? "",
      id: id ?? "",
      at: query.get("at"),
      member: query.get("member"),
      value: query.get("value"),
    };
    if (place.table !== this._place.table || place.member !== this._place.member) this._limit = PAGE;
    this._place = place;
    this._keeping.show();
    await this._load();
  }

  /** Keep up with requests that change data, where it is the present that is looked at. */
  _follow() {
    const latest = journal.steps.at(-1)?.id ?? 0;
    if (latest === this._seen || this._place.at || !this.element.isConnected) return;
    this._seen = latest;
    clearTimeout(this._waiting);
    this._waiting = setTimeout(() => this._load(), 150);
  }

  async _load() {
    await tell(async () => {
      const known = await apis();
      const place = this._place;
      place.api ||= known[0].name;
      const at = place.at ? `?at=${place.at}` : "";
      const { tables } = await get(`/state/${place.api}${at}`);
      place.table ||= tables[0].name;
      const found = await get(`/state/${place.api}/${place.table}?${this._query(place)}`);
      if (place !== this._place) return;
      this._draw(known, tables, found);
    });
  }

  /** @param {import("./places.js").Place} place */
  _query({ at, member, value }) {
    const given = { at, member, value, search: this._words, limit: String(this._limit) };
    return new URLSearchParams(Object.entries(given).flatMap(([name, one]) => (one ? [[name, one]] : [])));
  }

  /**
   * @param {any[]} known
   * @param {any[]} tables
   * @param {any} found
   */
  _draw(known, tables, found) {
    const place = this._place;
    const { at } = place;
    const tab = (
      /** @type {string} */ text,
      /** @type {boolean} */ chosen,
      /** @type {Partial<import("./places.js").Place>} */ to,
    ) => h("a", { href: address(to), "aria-current": chosen ? "page" : null }, text);
    this._travel.show(at);
    this._apis.hidden = known.length < 2;
    fill(
      this._apis,
      known.map((one) => tab(one.title, one.name === place.api, { api: one.name, at })),
    );
    fill(
      this._tables,
      tables.map((one) =>
        tab(`${one.name.replaceAll("_", " ")} ${one.records}`, one.name === place.table, {
          api: place.api,
          table: one.name,
          at,
        }),
      ),
    );
    const only = place.member
      ? h(
          "a",
          { href: address({ ...place, member: null, value: null, id: "" }) },
          `only ${place.member} ${place.value} ✕`,
        )
      : null;
    fill(this._count, counted(found.total, "record"), only && [" · ", only]);
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const held = this._body.contains(focused) ? focused?.textContent : null;
    fill(
      this._body,
      found.records.length
        ? recordsTable(found.records, place)
        : h("p", { class: "lonely" }, this._words ? "No record is like that." : "There are no records here."),
    );
    if (held) [...this._body.querySelectorAll("a")].find((one) => one.textContent === held)?.focus();
    const rest = found.total - found.records.length;
    fill(this._more, rest > 0 ? this._showMore(rest) : null);
    this._split.classList.toggle("opened", Boolean(place.id));
    this._record.show(place, tables);
  }

  /** @param {number} rest */
  _showMore(rest) {
    const element = h("button", { type: "button" }, `Show more (${rest} left)`);
    element.addEventListener("click", () => {
      this._limit += 5 * PAGE;
      this._load();
    });
    return element;
  }
}
