/** Which workspace the page is about. Another one is another page: nothing of the first is left over. */

import { get, workspace } from "./control.js";
import { prompt } from "./dialogs.js";
import { h } from "./dom.js";
import { notice, tell } from "./notices.js";

const NEW = "+";
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

export function startWorkspaces() {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById("workspace"));
  draw(select, [workspace]);
  const refresh = async () => {
    const found = await tell(() => get("/workspaces"));
    if (found)
      draw(
        select,
        found.workspaces.map((/** @type {any} */ one) => one.name),
      );
  };
  select.addEventListener("focus", refresh);
  select.addEventListener("change", () => chosen(select));
  return refresh();
}

/**
 * @param {HTMLSelectElement} select
 * @param {string[]} names
 */
function draw(select, names) {
  const all = [...new Set([...names, workspace])];
  const present = [...select.options].map((one) => one.value);
  if (present.join(" ") === [...all, NEW].join(" ")) return;
  const options = all.map((name) => h("option", { value: name, selected: name === workspace }, name));
  select.replaceChildren(...options, h("option", { value: NEW }, "Another …"));
}

/** @param {HTMLSelectElement} select */
async function chosen(select) {
  const name = select.value === NEW ? await prompt("Another workspace", "Name", "Go to it") : select.value;
  if (name && NAME.test(name)) {
    location.assign(`${location.pathname}${name === "default" ? "" : `?workspace=${name}`}${location.hash}`);
    return;
  }
  select.value = workspace;
  if (name) notice("A name has letters, digits and . _ : - and begins with a letter or a digit.", "failed");
}
