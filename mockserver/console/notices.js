/** Short sentences at the edge of the page about what was done, or why not. */

import { h } from "./dom.js";

const SECONDS = 6;

/**
 * @param {string} sentence
 * @param {"done" | "failed"} [kind]
 */
export function notice(sentence, kind = "done") {
  const place = /** @type {HTMLElement} */ (document.getElementById("notices"));
  const element = h("p", { class: `notice ${kind}` }, sentence);
  place.append(element);
  while (place.childElementCount > 3) place.firstElementChild?.remove();
  setTimeout(() => element.remove(), SECONDS * 1000);
}

/**
 * Do something, and say what has become of it.
 *
 * @template Result
 * @param {() => Promise<Result>} action
 * @param {string | ((result: Result) => string)} [done]
 * @returns {Promise<Result | undefined>}
 */
export async function tell(action, done) {
  try {
    const result = await action();
    if (done) notice(typeof done === "function" ? done(result) : done);
    return result;
  } catch (error) {
    notice(error instanceof Error ? error.message : String(error), "failed");
    return undefined;
  }
}
