/** Going back to the start, and keeping states to come back to. */

import { get, post, remove } from "./control.js";
import { confirm, prompt } from "./dialogs.js";
import { button, fill, h } from "./dom.js";
import { tell } from "./notices.js";
import { clockTime, counted } from "./words.js";

export class Keeping {
  /** @param {() => void} changed */
  constructor(changed) {
    this._changed = changed;
    this._summary = h("summary", {}, "Snapshots");
    this._list = h("ul", { class: "snapshots" });
    this.element = h(
      "section",
      { class: "keeping", "aria-label": "Snapshots and reset" },
      h("details", {}, this._summary, this._list),
      h(
        "div",
        { class: "actions" },
        button("Take snapshot", () => this._take()),
        button("Reset", () => this._reset()),
      ),
    );
    this.element.addEventListener("keydown", (event) => this._pressed(event));
  }

  /** @param {KeyboardEvent} event */
  _pressed(event) {
    const details = /** @type {HTMLDetailsElement} */ (this.element.firstElementChild);
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    this._summary.focus();
  }

  async show() {
    const found = await tell(() => get("/snapshots"));
    if (!found) return;
    fill(
      this._summary,
      found.snapshots.length ? counted(found.snapshots.length, "snapshot") : "No snapshots",
    );
    const lines = found.snapshots.reverse().map((/** @type {any} */ one) => this._line(one));
    fill(
      this._list,
      lines.length
        ? lines
        : h("li", { class: "hint" }, "A snapshot keeps the data, the time and the chance of this moment."),
    );
  }

  /** @param {any} one */
  _line(one) {
    const name = one.name || `Snapshot ${one.id}`;
    const restore = () =>
      tell(() => post(`/snapshots/${one.id}/restore`), `Back to “${name}”.`).then(this._changed);
    const forget = () =>
      tell(() => remove(`/snapshots/${one.id}`), `“${name}” is gone.`).then(() => this.show());
    return h(
      "li",
      {},
      h("span", { class: "name" }, name, " ", h("span", { class: "hint" }, clockTime(one.taken_at))),
      button("Restore", restore, { "aria-label": `Restore ${name}` }),
      button("Delete", forget, { "aria-label": `Delete ${name}` }),
    );
  }

  async _take() {
    const name = await prompt("Take a snapshot", "Name (may be empty)", "Take");
    if (name === null) return;
    const taken = await tell(() => post("/snapshots", { name }), "The snapshot is taken.");
    if (!taken) return;
    await this.show();
    /** @type {HTMLDetailsElement} */ (this.element.firstElementChild).open = true;
  }

  async _reset() {
    const sentence =
      "The data, the time and the chance go back to the start. The journal, the snapshots and the switches stay.";
    if (!(await confirm("Reset this workspace?", sentence, "Reset"))) return;
    await tell(() => post("/reset"), "Everything is as it was at the start.");
    this._changed();
  }
}
