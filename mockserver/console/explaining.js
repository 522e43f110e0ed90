/** Why a request was refused, with one that would have passed; and what an answer does that it may not. */

import { text } from "./control.js";
import { copy } from "./copying.js";
import { button, h } from "./dom.js";
import { tell } from "./notices.js";
import { brief, pretty } from "./pretty.js";
import { replay } from "./replaying.js";
import { place, prose } from "./words.js";

/** @param {any} told */
export function whyRefused({ id, refusal }) {
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
      one.requirements.map((/** @type {any} */ stated) => [
        h("dt", {}, "Document"),
        h("dd", {}, requirement(stated)),
      ]),
    ),
  );
}

/** @param {any} stated */
const requirement = (stated) => [
  h("a", { href: `#/requirements?search=${encodeURIComponent(stated.id)}` }, stated.id),
  " ",
  prose(stated.statement),
  " ",
  h("span", { class: "hint" }, place(stated.source)),
];

/**
 * @param {number} id
 * @param {any} better
 */
function corrected(id, better) {
  return h(
    "div",
    { class: "corrected" },
    h("h4", {}, "This would have passed"),
    h(
      "ul",
      {},
      better.changes.map((/** @type {string} */ change) => h("li", {}, change)),
    ),
    h("p", {}, h("code", {}, `${better.method} ${better.target}`)),
    better.body && pretty(better.body, "Body of the corrected request"),
    h(
      "div",
      { class: "actions" },
      button("Send corrected", () => replay(id, "?corrected"), { class: "primary" }),
      button("Copy corrected as curl", () =>
        tell(async () => copy(await text(`/requests/${id}/curl?corrected`), "The command")),
      ),
    ),
  );
}

/** @param {any[]} breaches */
export function whyBroken(breaches) {
  return h(
    "section",
    { class: "why broken" },
    h("h3", {}, "What the contract does not allow"),
    h(
      "ul",
      { class: "reasons" },
      breaches.map((one) =>
        h(
          "li",
          {},
          h("p", { class: "sentence" }, `${one.message}.`),
          h("p", { class: "hint" }, h("code", { class: "rule" }, one.rule)),
        ),
      ),
    ),
  );
}
