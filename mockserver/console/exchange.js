/** One request with its answer: both messages, what the contract says, and what can be done with it. */

import { get, post, text } from "./control.js";
import { copy } from "./copying.js";
import { button, fill, h } from "./dom.js";
import { whyBroken, whyRefused } from "./explaining.js";
import { tell } from "./notices.js";
import { brief, pretty } from "./pretty.js";
import { replay } from "./replaying.js";
import { counted, statusMark, verdictMark } from "./words.js";

export class Exchange {
  constructor() {
    this.element = h("section", { class: "detail", "aria-label": "Request", tabindex: -1 });
    /** @type {number | null} */
    this._id = null;
    this.clear();
  }

  clear() {
    this._id = null;
    fill(
      this.element,
      h(
        "p",
        { class: "lonely" },
        "Choose a request to see both messages, and what the contract says of them.",
      ),
    );
  }

  /** @param {number} id */
  async show(id) {
    if (this._id === id) return;
    this._id = id;
    this.element.setAttribute("aria-busy", "true");
    try {
      const [told, done] = await Promise.all([get(`/requests/${id}`), get(`/requests/${id}/changes`)]);
      if (this._id === id) this._draw(told, done);
    } catch (error) {
      fill(
        this.element,
        back(),
        h("p", { class: "lonely", role: "alert" }, error instanceof Error ? error.message : ""),
      );
    }
    this.element.removeAttribute("aria-busy");
  }

  /**
   * @param {any} told
   * @param {any} done
   */
  _draw(told, done) {
    fill(
      this.element,
      back(),
      headline(told),
      actions(told),
      told.refusal && whyRefused(told),
      told.breaches.length > 0 && whyBroken(told.breaches),
      done.changes.length > 0 && changes(told, done),
      message("Request", told.request),
      message("Answer", told.answer),
    );
    this.element.scrollTop = 0;
    if (matchMedia("(max-width: 1100px)").matches) scrollTo(0, 0);
    const title = /** @type {HTMLElement} */ (this.element.querySelector("h2"));
    if (!document.activeElement?.closest(".windowed") || title.offsetParent === null) title.focus();
  }
}

const back = () => h("p", { class: "back" }, h("a", { href: "#/requests" }, "← All requests"));

/** @param {any} told */
function headline(told) {
  const facts = [
    statusMark(told.status),
    verdictMark(told.verdict),
    `${told.milliseconds} ms`,
    new Date(told.time).toLocaleString("en-GB"),
    told.operation && h("code", {}, told.operation),
  ];
  return h(
    "header",
    {},
    h(
      "h2",
      { tabindex: -1 },
      h("span", { class: "method" }, told.method),
      " ",
      h("span", { class: "path" }, told.target),
    ),
    h(
      "ul",
      { class: "facts" },
      facts.filter(Boolean).map((fact) => h("li", {}, fact)),
    ),
  );
}

/** @param {any} told */
function actions(told) {
  return h(
    "div",
    { class: "actions" },
    button(
      "Copy as curl",
      () => tell(async () => copy(await text(`/requests/${told.id}/curl`), "The command")),
      { title: "With the credentials and details that are masked here" },
    ),
    button("Replay", () => replay(told.id)),
    h("a", { class: "button", href: `#/data?at=${told.id}` }, "Data then"),
    button(
      "Go back to then",
      () => tell(() => post(`/requests/${told.id}/restore`), `The data are as request ${told.id} left them.`),
      { title: "Put the data back to how this request left them" },
    ),
  );
}

/**
 * @param {any} told
 * @param {any} done
 */
function changes(told, done) {
  const lines = done.changes.map((/** @type {any} */ one) => {
    const record = h(
      "a",
      { href: `#/data/${told.api}/${one.table}/${one.id}?at=${told.id}` },
      `${one.table} ${one.id}`,
    );
    if (!one.before) return h("li", {}, record, " was added");
    if (!one.after) return h("li", {}, `${one.table} ${one.id} was removed`);
    return h(
      "li",
      {},
      record,
      h(
        "ul",
        {},
        one.members.map((/** @type {string} */ name) =>
          h("li", {}, h("code", {}, name), ` ${brief(one.before[name])} → ${brief(one.after[name])}`),
        ),
      ),
    );
  });
  const more = done.complete ? null : h("p", { class: "hint" }, "There were more.");
  return h(
    "section",
    {},
    h("h3", {}, `What it changed: ${counted(done.changes.length, "record")}`),
    h("ul", { class: "changes" }, lines),
    more,
  );
}

/**
 * @param {string} name
 * @param {any} said
 */
function message(name, said) {
  const rows = said.headers.map((/** @type {any} */ one) =>
    h("tr", {}, h("th", { scope: "row" }, one.name), h("td", {}, one.value)),
  );
  return h(
    "section",
    {},
    h("h3", {}, name),
    h(
      "details",
      {},
      h("summary", {}, counted(said.headers.length, "header")),
      h(
        "div",
        {
          class: "scroll",
          tabindex: 0,
          role: "region",
          "aria-label": `Headers of the ${name.toLowerCase()}`,
        },
        h("table", { class: "headers" }, h("tbody", {}, rows)),
      ),
    ),
    said.body
      ? pretty(said.body, `Body of the ${name.toLowerCase()}`)
      : h("p", { class: "hint" }, "No body."),
  );
}
