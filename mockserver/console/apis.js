/** The view of the APIs: where they are, who may ask, their documents; and the workspaces. */

import { get, remove, workspace } from "./control.js";
import { copy, copyable } from "./copying.js";
import { confirm } from "./dialogs.js";
import { button, fill, h } from "./dom.js";
import { tell } from "./notices.js";
import { apis, command } from "./trying.js";
import { counted } from "./words.js";

export class Apis {
  constructor() {
    this._apis = h("div", { class: "cards" });
    this._workspaces = h("ul", { class: "snapshots" });
    this.element = h(
      "div",
      { class: "apis" },
      h("h1", { class: "unseen" }, "APIs"),
      this._apis,
      h(
        "section",
        { "aria-labelledby": "workspaces" },
        h("h2", { id: "workspaces" }, "Workspaces"),
        h(
          "p",
          { class: "hint" },
          "A request with the header ",
          h("code", {}, "X-Mock-Workspace: NAME"),
          " is made in a copy of the mock of its own.",
        ),
        this._workspaces,
      ),
    );
  }

  async show() {
    document.title = "APIs – Mock console";
    const known = await tell(() => apis());
    if (known) fill(this._apis, known.map(card));
    await this._showWorkspaces();
  }

  async _showWorkspaces() {
    const found = await tell(() => get("/workspaces"));
    if (found)
      fill(
        this._workspaces,
        found.workspaces.map((/** @type {any} */ one) => this._line(one)),
      );
  }

  /** @param {any} one */
  _line(one) {
    const here = one.name === workspace;
    return h(
      "li",
      {},
      h(
        "span",
        { class: "name" },
        here ? h("strong", {}, one.name) : h("a", { href: `?workspace=${one.name}#/requests` }, one.name),
        " ",
        h(
          "span",
          { class: "hint" },
          `${counted(one.requests, "request")}, ${counted(one.snapshots, "snapshot")}`,
        ),
      ),
      button("Drop", () => this._drop(one.name), { "aria-label": `Drop ${one.name}` }),
    );
  }

  /** @param {string} name */
  async _drop(name) {
    const sentence = "Its data, journal, snapshots and switches go. It starts anew when it is used again.";
    if (!(await confirm(`Drop the workspace ${name}?`, sentence, "Drop"))) return;
    await tell(() => remove(`/workspaces/${encodeURIComponent(name)}`), `${name} is gone.`);
    await this._showWorkspaces();
  }
}

/** @param {any} api */
function card(api) {
  const id = `api-${api.name}`;
  return h(
    "section",
    { class: "card", "aria-labelledby": id },
    h("h2", { id }, api.title),
    h(
      "p",
      { class: "hint" },
      "At ",
      api.base_paths.flatMap((/** @type {string} */ one, /** @type {number} */ place) => [
        place ? " and " : "",
        h("code", {}, `${location.origin}${one}`),
      ]),
    ),
    h(
      "p",
      { class: "actions" },
      h(
        "a",
        {
          class: "button primary",
          href: workspace === "default" ? api.ui : `${api.ui}?workspace=${workspace}`,
        },
        "Try it in Swagger UI",
      ),
      h("a", { class: "button", href: api.openapi }, "OpenAPI document"),
    ),
    h("h3", {}, "First request"),
    copyable(command(api, api.users[0]), `First request to ${api.title}`),
    h("h3", {}, "Credentials"),
    h(
      "ul",
      { class: "snapshots" },
      api.users.map((/** @type {any} */ user) => credentials(api, user)),
    ),
  );
}

/**
 * @param {any} api
 * @param {any} user
 */
function credentials(api, user) {
  const header = Object.entries(user.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  const whose = `user ${user.id} of ${api.title}`;
  return h(
    "li",
    {},
    h("span", { class: "name" }, `User ${user.id} `, h("code", { class: "shortened" }, user.credential)),
    button("Copy", () => copy(user.credential, "The credential"), {
      "aria-label": `Copy the credential of ${whose}`,
    }),
    button("Copy header", () => copy(header, "The header"), { "aria-label": `Copy the header of ${whose}` }),
    user.password &&
      button("Copy password", () => copy(user.password, "The password"), {
        "aria-label": `Copy the password of ${whose}`,
      }),
  );
}
