/**
 * A list of any length of which only what can be seen is drawn. Rows are of one height. The list is one
 * stop of the Tab key; the arrow keys move within it, Enter opens.
 */

import { h } from "./dom.js";

const SPARE = 8;

/** @template Row */
export class Windowed {
  /**
   * @param {object} how
   * @param {string} how.label
   * @param {HTMLElement} how.head the row of the headings
   * @param {(row: Row) => HTMLElement[]} how.cells
   * @param {(row: Row) => string | number} how.key
   * @param {() => number} how.height of a row, in pixels
   * @param {(row: Row) => void} how.open
   */
  constructor({ label, head, cells, key, height, open }) {
    this._cells = cells;
    this._key = key;
    this._height = height;
    this._open = open;
    /** @type {Row[]} */
    this._rows = [];
    /** @type {string | number | null} */
    this.active = null;
    this._drawn = "";
    this._body = h("div", { class: "rows", role: "rowgroup" });
    this.element = h(
      "div",
      { class: "windowed", role: "grid", "aria-label": label, tabindex: 0 },
      h("div", { class: "head", role: "rowgroup" }, head),
      this._body,
    );
    this.element.addEventListener("scroll", () => this._draw(), { passive: true });
    this.element.addEventListener("keydown", (event) => this._pressed(event));
    this._body.addEventListener("click", (event) => this._clicked(event));
    new ResizeObserver(() => this._draw()).observe(this.element);
  }

  /**
   * Show these rows. Whoever has scrolled down keeps what they look at before their eyes.
   *
   * @param {Row[]} rows
   */
  show(rows) {
    const first = this._rows.length && this.element.scrollTop > 0 ? this._key(this._rows[0]) : null;
    this._rows = rows;
    const added = first === null ? 0 : rows.findIndex((row) => this._key(row) === first);
    this._drawn = "";
    this._body.style.height = `${rows.length * this._height()}px`;
    if (added > 0) this.element.scrollTop += added * this._height();
    this.element.setAttribute("aria-rowcount", String(rows.length + 1));
    this._draw();
  }

  /**
   * Mark a row as the one that is looked at.
   *
   * @param {string | number | null} key
   */
  mark(key) {
    this.active = key;
    this._drawn = "";
    this._draw();
  }

  _draw() {
    const height = this._height();
    const shown = Math.ceil(this.element.clientHeight / height);
    const from = Math.max(0, Math.floor(this.element.scrollTop / height) - SPARE);
    const to = Math.min(this._rows.length, from + shown + 2 * SPARE);
    const drawn = `${from} ${to} ${height}`;
    if (drawn === this._drawn) return;
    this._drawn = drawn;
    this._body.style.height = `${this._rows.length * height}px`;
    this._body.replaceChildren(
      ...this._rows.slice(from, to).map((row, place) => this._row(row, from + place)),
    );
    this._pointAtActive();
  }

  /**
   * @param {Row} row
   * @param {number} place
   */
  _row(row, place) {
    const key = this._key(row);
    const element = h(
      "div",
      {
        role: "row",
        class: "row",
        id: `row-${key}`,
        "aria-rowindex": place + 2,
        "aria-selected": key === this.active ? "true" : "false",
        "data-place": place,
      },
      this._cells(row),
    );
    element.style.top = `${place * this._height()}px`;
    return element;
  }

  _pointAtActive() {
    const id = `row-${this.active}`;
    const there = this.active !== null && this._body.querySelector(`[aria-selected="true"]`);
    if (there) this.element.setAttribute("aria-activedescendant", id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  _pressed(event) {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this._height()) - 1);
    const place = this._rows.findIndex((row) => this._key(row) === this.active);
    /** @type {Record<string, number>} */
    const places = {
      ArrowDown: place + 1,
      ArrowUp: Math.max(place - 1, 0),
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: this._rows.length - 1,
    };
    if (event.key === "Enter" && place >= 0) this._open(this._rows[place]);
    else if (event.key in places && this._rows.length) this._move(places[event.key]);
    else return;
    event.preventDefault();
  }

  /** @param {number} wanted */
  _move(wanted) {
    const place = Math.min(Math.max(wanted, 0), this._rows.length - 1);
    const height = this._height();
    const top = place * height;
    const head = this.element.firstElementChild?.clientHeight ?? 0;
    const room = this.element.clientHeight - head - height;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top > this.element.scrollTop + room) this.element.scrollTop = top - room;
    this.mark(this._key(this._rows[place]));
  }

  /** @param {MouseEvent} event */
  _clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest(".row"));
    if (!row || getSelection()?.type === "Range") return;
    const found = this._rows[Number(row.dataset.place)];
    this.mark(this._key(found));
    this._open(found);
  }
}
