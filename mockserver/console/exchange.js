/** One request with its answer: both messages, what the contract says, and what can be done with it. */

import { get, post, text } from "./control.js";
import { copy } from "./copying.js";
import { button, fill, h } from "./dom.js";
import { notice, tell } from "./notices.js";
import { brief, pretty } from "./pretty.js";
import { counted, place, prose, statusMark, verdictMark } from "./words.js";

export class Exchange {
  constructor() {
    this.element = h("section", { class: "detail", "aria-label": "Request", tabindex: -1 });
    /** @type {number | null} */
    this._id = null;
    this.clear();
  }

  clear() {
    this._id = null;
    fill(this.element, h("p", { class: "lonely" }, "Choose a request to see both messages, and what the contract says of them."));
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
      fill(this.element, back(), h("p", { class: "lonely", role: "alert" }, error instanceof Error ? error.message : ""));
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
  const facts = [statusMark(told.status), verdictMark(told.verdict), `${told.milliseconds} ms`, new Date(told.time).toLocaleString("en-GB"), told.operation && h("code", {}, told.operation)];
  return h(
    "header",
    {},
    h("h2", { tabindex: -1 }, h("span", { class: "method" }, told.method), " ", h("span", { class: "path" }, told.target)),
    h("ul", { class: "facts" }, facts.filter(Boolean).map((fact) => h("li", {}, fact))),
  );
}

/** @param {any} told */
function actions(told) {
  return h(
    "div",
    { class: "actions" },
    button("Copy as curl", () => tell(async () => copy(await text(`/requests/${told.id}/curl`), "The command")), { title: "With the credentials and details that are masked here" }),
    button("Replay", () => replay(told.id)),
    h("a", { class: "button", href: `#/data?at=${told.id}` }, "Data then"),
    button("Go back to then", () => tell(() => post(`/requests/${told.id}/restore`), `The data are as request ${told.id} left them.`), { title: "Put the data back to how this request left them" }),
  );
}

/**
 * Make a request again, and open what came of it.
 *
 * @param {number} id
 * @param {string} [how]
 */
function replay(id, how = "") {
  return tell(async () => {
    const made = await post(`/requests/${id}/replay${how}`);
    notice(`Sent again: ${made.status}.`);
    if (made.id) location.hash = `#/requests/${made.id}`;
  });
}

/** @param {any} told */
function whyRefused({ id, refusal }) {
  return h(
    "section",
    { class: "why refused" },
    h("h3", {}, "Why it was refused"),
    h("ul", { class: "reasons" }, refusal.reasons.map(reason)),
    refusal.corrected && corrected(id, refusal.corrected),
  );
}

/** @param {any} one */
function reason(one) {
  const where = one.where ? h("code", {}, one.where) : null;
  return h(
    "li",
    {},
    h("p", { class: "sentence" }, `${one.message}.`),
    h(
      "dl",
      {},
      where && [h("dt", {}, "Where"), h("dd", {}, where, ` in the ${one.place}`)],
      one.sent !== null && [h("dt", {}, "Sent"), h("dd", {}, h("code", {}, brief(one.sent)))],
      one.rule && [h("dt", {}, "Rule"), h("dd", {}, h("code", { class: "rule" }, one.rule))],
      one.requirements.map((/** @type {any} */ stated) => [h("dt", {}, "Document"), h("dd", {}, requirement(stated))]),
    ),
  );
}

/** @param {any} stated */
const requirement = (stated) => [h("a", { href: `#/requirements?search=${encodeURIComponent(stated.id)}` }, stated.id), " ", prose(stated.statement), " ", h("span", { class: "hint" }, place(stated.source))];

/**
 * @param {number} id
 * @param {any} better
 */
function corrected(id, better) {
  return h(
    "div",
    { class: "corrected" },
    h("h4", {}, "This would have passed"),
    h("ul", {}, better.changes.map((/** @type {string} */ change) => h("li", {}, change))),
    h("p", {}, h("code", {}, `${better.method} ${better.target}`)),
    better.body && pretty(better.body, "Body of the corrected request"),
    h(
      "div",
      { class: "actions" },
      button("Send corrected", () => replay(id, "?corrected"), { class: "primary" }),
      button("Copy corrected as curl", () => tell(async () => copy(await text(`/requests/${id}/curl?corrected`), "The command"))),
    ),
  );
}

/** @param {any[]} breaches */
function whyBroken(breaches) {
  return h(
    "section",
    { class: "why broken" },
    h("h3", {}, "What the contract does not allow"),
    h("ul", { class: "reasons" }, breaches.map((one) => h("li", {}, h("p", { class: "sentence" }, `${one.message}.`), h("p", { class: "hint" }, h("code", { class: "rule" }, one.rule))))),
  );
}

/**
 * @param {any} told
 * @param {any} done
 */
function changes(told, done) {
  const lines = done.changes.map((/** @type {any} */ one) => {
    const record = h("a", { href: `#/data/${told.api}/${one.table}/${one.id}?at=${told.id}` }, `${one.table} ${one.id}`);
    if (!one.before) return h("li", {}, record, " was added");
    if (!one.after) return h("li", {}, `${one.table} ${one.id} was removed`);
    return h("li", {}, record, h("ul", {}, one.members.map((/** @type {string} */ name) => h("li", {}, h("code", {}, name), ` ${brief(one.before[name])} → ${brief(one.after[name])}`))));
  });
  const more = done.complete ? null : h("p", { class: "hint" }, "There were more.");
  return h("section", {}, h("h3", {}, `What it changed: ${counted(done.changes.length, "record")}`), h("ul", { class: "changes" }, lines), more);
}

/**
 * @param {string} name
 * @param {any} said
 */
function message(name, said) {
  const rows = said.headers.map((/** @type {any} */ one) => h("tr", {}, h("th", { scope: "row" }, one.name), h("td", {}, one.value)));
  return h(
    "section",
    {},
    h("h3", {}, name),
    h("details", {}, h("summary", {}, counted(said.headers.length, "header")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Headers of the ${name.toLowerCase()}` }, h("table", { class: "headers" }, h("tbody", {}, rows)))),
    said.body ? pretty(said.body, `Body of the ${name.toLowerCase()}`) : h("p", { class: "hint" }, "No body."),
  );
}
