/** Dialogs. The browser's own keep the focus inside, give it back, and close with Escape. */

import { button, h } from "./dom.js";

let count = 0;

/**
 * Show a dialog until it is closed.
 *
 * @param {string} title
 * @param {(Node | string)[]} content
 * @param {HTMLElement[]} actions
 * @param {{ wide?: boolean, stays?: boolean }} [how] `stays`: it cannot be dismissed
 * @returns {HTMLDialogElement}
 */
export function show(title, content, actions, { wide = false, stays = false } = {}) {
  const id = `dialog-${++count}`;
  const dialog = h(
    "dialog",
    { "aria-labelledby": id, class: wide ? "wide" : null },
    h("h2", { id }, title),
    ...content,
    h("div", { class: "actions" }, actions),
  );
  if (stays) dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Ask before something that cannot be taken back.
 *
 * @param {string} title
 * @param {string} sentence what will happen
 * @param {string} verb
 * @returns {Promise<boolean>}
 */
export function confirm(title, sentence, verb) {
  return new Promise((resolve) => {
    let agreed = false;
    const agree = () => {
      agreed = true;
      dialog.close();
    };
    const actions = [button("Cancel", () => dialog.close()), button(verb, agree, { class: "primary" })];
    const dialog = show(title, [h("p", {}, sentence)], actions);
    dialog.addEventListener("close", () => resolve(agreed));
  });
}

/**
 * Ask for a line of text; null if nobody wants to give one.
 *
 * @param {string} title
 * @param {string} label
 * @param {string} verb
 * @param {{ type?: string, stays?: boolean, hint?: string }} [how]
 * @returns {Promise<string | null>}
 */
export function prompt(title, label, verb, { type = "text", stays = false, hint = "" } = {}) {
  return new Promise((resolve) => {
    /** @type {string | null} */
    let given = null;
    const input = h("input", { type, autocomplete: "off", maxlength: 200 });
    const accept = () => {
      given = input.value;
      dialog.close();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") accept();
    });
    const content = [h("label", { class: "field" }, h("span", {}, label), input)];
    if (hint) content.unshift(/** @type {any} */ (h("p", {}, hint)));
    const cancel = stays ? [] : [button("Cancel", () => dialog.close())];
    const dialog = show(title, content, [...cancel, button(verb, accept, { class: "primary" })], { stays });
    input.focus();
    dialog.addEventListener("close", () => resolve(given));
  });
}
