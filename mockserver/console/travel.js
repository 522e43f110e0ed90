/** Going through the states that requests left behind, and back to one of them. */

import { post } from "./control.js";
import { button, fill, h } from "./dom.js";
import { journal } from "./journal.js";
import { tell } from "./notices.js";
import { clockTime, statusMark } from "./words.js";

export class Travel {
  /** @param {(at: string | null) => void} go */
  constructor(go) {
    this._go = go;
    /** @type {string | null} */
    this._at = null;
    this._text = h("p", { class: "moment", role: "status" });
    this._earlier = button("Earlier", () => this._step(-1));
    this._later = button("Later", () => this._step(1));
    this._now = button("Now", () => this._go(null));
    this._restore = button("Go back to this", () => this._goBack(), { class: "primary" });
    this.element = h(
      "section",
      { class: "travel", "aria-label": "Time travel" },
      h("div", { class: "steps" }, this._earlier, this._later, this._now),
      this._text,
      this._restore,
    );
    journal.addEventListener("change", () => this._draw());
  }

  /** @param {string | null} at */
  show(at) {
    this._at = at;
    this._draw();
  }

  /**
   * The ids of the requests that can be gone to: those that changed something, and the one looked at.
   *
   * @returns {number[]}
   */
  get _ids() {
    const ids = journal.steps.map((one) => one.id);
    const at = Number(this._at);
    return this._at && !ids.includes(at) ? [...ids, at].sort((one, other) => one - other) : ids;
  }

  /** @param {number} way */
  _step(way) {
    const ids = this._ids;
    const place = this._at ? ids.indexOf(Number(this._at)) : ids.length;
    const next = Math.max(place + way, 0);
    if (ids.length) this._go(next < ids.length ? String(ids[next]) : null);
  }

  async _goBack() {
    const at = this._at;
    const done = await tell(
      () => post(`/requests/${at}/restore`),
      `The data are as request ${at} left them.`,
    );
    if (done) this._go(null);
  }

  _draw() {
    const ids = this._ids;
    const first = ids.length === 0 || Number(this._at) === ids[0];
    this._earlier.toggleAttribute("disabled", first);
    this._later.toggleAttribute("disabled", this._at === null);
    this._now.toggleAttribute("disabled", this._at === null);
    this._restore.classList.toggle("away", this._at === null);
    this.element.classList.toggle("past", this._at !== null);
    fill(this._text, this._moment(ids.length));
  }

  /** @param {number} steps */
  _moment(steps) {
    if (this._at === null)
      return [
        h("strong", {}, "Now. "),
        steps
          ? `${steps} earlier ${steps === 1 ? "state" : "states"} to step back through.`
          : "Nothing has been changed by a request yet.",
      ];
    const request = journal.requests.find((one) => one.id === Number(this._at));
    const link = h("a", { href: `#/requests/${this._at}` }, `request ${this._at}`);
    const what = request
      ? [
          " ",
          h("code", {}, `${request.method} ${request.target}`),
          " ",
          statusMark(request.status),
          ` ${clockTime(request.time)}`,
        ]
      : [];
    return [h("strong", {}, "After "), link, ...what];
  }
}
