/** JSON, laid out for reading. */

import { h } from "./dom.js";

/** What is drawn of a text at most; more would make the page slow. */
const MOST = 200_000;

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * A text as it is shown: JSON is indented and coloured, anything else stays as it is.
 *
 * @param {string} text
 * @param {string} label
 * @returns {HTMLElement}
 */
export function pretty(text, label) {
  const laidOut = indented(text);
  const shown = (laidOut ?? text).slice(0, MOST);
  const rest = (laidOut ?? text).length - shown.length;
  const code = h("code", {}, laidOut === null ? shown : coloured(shown));
  const note =
    rest > 0
      ? h("p", { class: "hint" }, `${rest.toLocaleString("en")} more characters are not shown.`)
      : null;
  return h("div", {}, h("pre", { tabindex: 0, role: "region", "aria-label": label }, code), note);
}

/**
 * @param {string} text
 * @returns {string | null}
 */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function coloured(text) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, quoted, colon] = match;
    const kind = quoted ? (colon ? "name" : "string") : "literal";
    parts.push(h("span", { class: `json-${kind}` }, quoted ?? match[0]), colon ?? "");
  }
  return [...parts, text.slice(end)];
}

/**
 * A value in one line.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function brief(value) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}
