/** The view of the journal: what was asked and answered, live. */

import { workspace } from "./control.js";
import { copyable } from "./copying.js";
import { confirm } from "./dialogs.js";
import { button, fill, h, search, select } from "./dom.js";
import { Exchange } from "./exchange.js";
import { journal, MOST } from "./journal.js";
import { tell } from "./notices.js";
import { firstCommand, sendFirst } from "./trying.js";
import { Windowed } from "./windowed.js";
import { clockTime, counted, icon, statusMark, verdictMark, VERDICTS } from "./words.js";

/** @typedef {import("./journal.js").Summary} Summary */

const narrow = matchMedia("(max-width: 640px)");
const CHANGED = "M3 13l.7-2.8L10.5 3.4a1.2 1.2 0 0 1 1.7 0l.4.4a1.2 1.2 0 0 1 0 1.7L5.8 12.3 3 13z";

export class Requests {
  constructor() {
    this._wanted = { words: "", method: "", status: "", verdict: "" };
    this._list = new Windowed({
      label: "Requests, the newest first",
      head: h(
        "div",
        { role: "row", class: "row" },
        HEADINGS.map(([name, text]) => h("div", { role: "columnheader", class: name }, text)),
      ),
      cells,
      key: (one) => one.id,
      height: () => (narrow.matches ? 60 : 36),
      open: (one) => (location.hash = `#/requests/${one.id}`),
    });
    /** @type {number | undefined} */
    this._waiting = undefined;
    this._count = h("p", { class: "count", role: "status" });
    this._empty = h("div", { class: "empty" });
    this._exchange = new Exchange();
    this.element = h(
      "div",
      { class: "split" },
      h("h1", { class: "unseen" }, "Requests"),
      h(
        "section",
        { class: "list", "aria-label": "Journal" },
        this._filters(),
        this._list.element,
        this._empty,
      ),
      this._exchange.element,
    );
    narrow.addEventListener("change", () => this._draw());
    journal.addEventListener("change", () => this._later());
    this._draw();
  }

  /** @param {import("./main.js").Route} route */
  show({ parts: [id] }) {
    this.element.classList.toggle("opened", Boolean(id));
    this._list.mark(id ? Number(id) : this._list.active);
    if (id) this._exchange.show(Number(id));
    else this._exchange.clear();
    document.title = id ? `Request ${id} – Mock console` : "Requests – Mock console";
  }

  _filters() {
    const choose = (/** @type {"method" | "status" | "verdict"} */ name) => (/** @type {string} */ value) =>
      this._want(name, value);
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].map(
      (one) => /** @type {[string, string]} */ ([one, one]),
    );
    const statuses = ["2", "3", "4", "5"].map((one) => /** @type {[string, string]} */ ([one, `${one}xx`]));
    const verdicts = Object.keys(VERDICTS).map((one) => /** @type {[string, string]} */ ([one, one]));
    return h(
      "div",
      { class: "filters" },
      search("Search path, operation, reason", (words) => this._want("words", words.toLowerCase())),
      select("Method", [["", "Method"], ...methods], choose("method")),
      select("Status", [["", "Status"], ...statuses], choose("status")),
      select("Contract", [["", "Verdict"], ...verdicts], choose("verdict")),
      button("Clear", () => this._clear()),
      this._count,
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

  async _clear() {
    const sentence = "All requests of this workspace are forgotten. The data stay as they are.";
    if (await confirm("Clear the journal?", sentence, "Clear")) {
      location.hash = "#/requests";
      await tell(() => journal.clear(), "The journal is empty.");
    }
  }

  /** Draw once for all that comes within a frame. */
  _later() {
    this._waiting ??= requestAnimationFrame(() => {
      this._waiting = undefined;
      this._draw();
    });
  }

  _draw() {
    const found = journal.requests.filter((one) => isWanted(one, this._wanted)).reverse();
    this._list.show(found);
    const all = journal.requests.length;
    const note = journal.cut ? `; the latest ${MOST.toLocaleString("en")} are shown` : "";
    fill(this._count, found.length === all ? counted(all, "request") + note : `${found.length} of ${all}`);
    this._list.element.classList.toggle("none", found.length === 0);
    if (found.length === 0) this._drawEmpty(all);
    else fill(this._empty);
  }

  /** @param {number} all */
  async _drawEmpty(all) {
    if (all > 0) fill(this._empty, h("p", {}, "No request is like that."));
    else if (journal.loaded && !this._empty.querySelector("pre")) {
      const command = await firstCommand();
      if (journal.requests.length) return;
      fill(
        this._empty,
        h("h2", {}, "No request yet"),
        h("p", {}, workspace === "default" ? "Try:" : `Try, in the workspace ${workspace}:`),
        copyable(command, "Command"),
        h(
          "p",
          {},
          button("Send it from here", () => tell(sendFirst), { class: "primary" }),
        ),
      );
    }
  }
}

const HEADINGS = [
  ["time", "Time"],
  ["method", "Method"],
  ["target", "Path"],
  ["code", "Status"],
  ["took", "ms"],
  ["judged", "Contract"],
];

/**
 * @param {Summary} one
 * @returns {HTMLElement[]}
 */
function cells(one) {
  const changed = one.changed
    ? h(
        "span",
        { class: "changed", title: "It changed data." },
        icon(CHANGED),
        h("span", { class: "unseen" }, "changed data"),
      )
    : null;
  /** @type {[string, (Node | string | null)[]][]} */
  const contents = [
    ["time", [clockTime(one.time)]],
    ["method", [one.method]],
    ["target", [h("span", { class: "path", title: one.target }, one.target), changed]],
    ["code", [statusMark(one.status)]],
    ["took", [one.milliseconds.toFixed(one.milliseconds < 100 ? 1 : 0)]],
    ["judged", [verdictMark(one.verdict)]],
  ];
  return contents.map(([name, content]) => h("div", { role: "gridcell", class: name }, content));
}

/**
 * @param {Summary} one
 * @param {{ words: string, method: string, status: string, verdict: string }} wanted
 */
function isWanted(one, wanted) {
  if (wanted.method && one.method !== wanted.method) return false;
  if (wanted.status && String(one.status)[0] !== wanted.status) return false;
  if (wanted.verdict && one.verdict !== wanted.verdict) return false;
  const text =
    `${one.method} ${one.target} ${one.status} ${one.operation ?? ""} ${one.refused ?? ""}`.toLowerCase();
  return wanted.words.split(/\s+/).every((word) => text.includes(word));
}
