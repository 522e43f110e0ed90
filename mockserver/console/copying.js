/** Copying to the clipboard, and texts that ask to be copied. */

import { button, h } from "./dom.js";
import { notice } from "./notices.js";

/**
 * @param {string} text
 * @param {string} what
 */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyTheOldWay(text); // where the page is not served from a secure place, as on a phone
  }
  notice(`${what} is on the clipboard.`);
}

/** @param {string} text */
function copyTheOldWay(text) {
  const field = h("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  focused?.focus();
}

/**
 * A text as it is to be typed, with a button that copies it.
 *
 * @param {string} text
 * @param {string} what
 * @returns {HTMLElement}
 */
export function copyable(text, what) {
  return h(
    "div",
    { class: "copyable" },
    h("pre", { tabindex: 0, role: "region", "aria-label": what }, h("code", {}, text)),
    button("Copy", () => copy(text, what), { "aria-label": `Copy: ${what}` }),
  );
}
