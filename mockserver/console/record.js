/** One record: all its members, the records that belong to it, and editing it. */

import { get, put } from "./control.js";
import { show } from "./dialogs.js";
import { button, fill, h } from "./dom.js";
import { notice, tell } from "./notices.js";
import { address } from "./places.js";
import { brief } from "./pretty.js";

/** @typedef {import("./places.js").Place} Place */

export class RecordPanel {
  /** @param {() => void} changed */
  constructor(changed) {
    this._changed = changed;
    this.element = h("section", { class: "detail", "aria-label": "Record" });
    this._shown = "";
  }

  /**
   * @param {Place} place
   * @param {any[]} tables
   */
  async show(place, tables) {
    const shown = place.id ? address(place) : "";
    const isNew = shown !== this._shown;
    this._shown = shown;
    if (!place.id) {
      fill(this.element, h("p", { class: "lonely" }, "Choose a record to see all of it."));
      return;
    }
    await tell(async () => {
      const record = await masked(place);
      const related = await Promise.all(relatives(place, tables).map((one) => withCount(place, one)));
      if (this._shown === shown) this._draw(place, record, related, isNew);
    });
  }

  /**
   * @param {Place} place
   * @param {any} record
   * @param {any[]} related
   * @param {boolean} isNew
   */
  _draw(place, record, related, isNew) {
    const title = h("h2", { tabindex: -1 }, `${place.table.replaceAll("_", " ")} ${place.id}`);
    if (!record) {
      fill(this.element, title, h("p", { class: "lonely" }, "There is no such record in these data."));
      return;
    }
    const members = Object.entries(record).map(([name, value]) => [
      h("dt", {}, name),
      h("dd", { class: value === null ? "unset" : null }, brief(value)),
    ]);
    const edit = place.at
      ? h("p", { class: "hint" }, "This is how it was; what was cannot be edited.")
      : button("Edit", () => this._edit(place));
    const links = related.map((one) =>
      h("a", { class: "button", href: one.address }, `${one.table.replaceAll("_", " ")} (${one.total})`),
    );
    fill(
      this.element,
      h("p", { class: "back" }, h("a", { href: address({ ...place, id: "" }) }, "← All records")),
      title,
      h("div", { class: "actions" }, edit, links),
      h("dl", { class: "members" }, members),
    );
    if (isNew) title.focus({ preventScroll: true });
  }

  /** @param {Place} place */
  async _edit(place) {
    const path = `/state/${place.api}/${place.table}/${place.id}`;
    const found = await tell(() => get(path));
    if (!found) return;
    const field = h("textarea", { rows: 18, spellcheck: "false", "aria-describedby": "edit-problem" });
    field.value = JSON.stringify(found.record, null, 2);
    const problem = h("p", { id: "edit-problem", class: "problem", role: "alert" });
    const save = button("Save", () => this._save(path, field, problem, () => dialog.close()), {
      class: "primary",
    });
    const content = [
      h("label", { class: "field tall" }, h("span", {}, "The record as JSON, nothing masked"), field),
      problem,
    ];
    const dialog = show(
      `Edit ${place.table.replaceAll("_", " ")} ${place.id}`,
      content,
      [button("Cancel", () => dialog.close()), save],
      { wide: true },
    );
    field.focus();
    field.setSelectionRange(0, 0);
    field.scrollTop = 0;
  }

  /**
   * @param {string} path
   * @param {HTMLTextAreaElement} field
   * @param {HTMLElement} problem
   * @param {() => void} close
   */
  async _save(path, field, problem, close) {
    try {
      await put(path, JSON.parse(field.value));
      close();
      notice("Saved.");
      this._changed();
    } catch (error) {
      fill(problem, error instanceof Error ? error.message : String(error));
      field.focus();
    }
  }
}

/**
 * The record with its banking details masked; null if there is none.
 *
 * @param {Place} place
 */
async function masked({ api, table, id, at }) {
  const query = new URLSearchParams({ member: "id", value: id, ...(at ? { at } : {}) });
  const { records } = await get(`/state/${api}/${table}?${query}`);
  return records[0] ?? null;
}

/**
 * The tables whose records may belong to one of this table: a record with `client_id` belongs to a client.
 *
 * @param {Place} place
 * @param {any[]} tables
 */
function relatives({ table }, tables) {
  const member = `${table.replace(/s$/, "")}_id`;
  return tables.filter((one) => one.members.includes(member)).map((one) => ({ table: one.name, member }));
}

/**
 * @param {Place} place
 * @param {{ table: string, member: string }} relative
 */
async function withCount({ api, id, at }, { table, member }) {
  const query = new URLSearchParams({ member, value: id, limit: "0", ...(at ? { at } : {}) });
  const { total } = await get(`/state/${api}/${table}?${query}`);
  return { table, total, address: address({ api, table, at, member, value: id }) };
}
