/**
 * The console: finds the view that the address names, makes it when it is first seen.
 *
 * @typedef {{ view: string, parts: string[], query: URLSearchParams }} Route
 * @typedef {{ element: HTMLElement, show: (route: Route) => unknown }} View
 */

import { Apis } from "./apis.js";
import { Data } from "./data.js";
import { fill } from "./dom.js";
import { journal } from "./journal.js";
import { tell } from "./notices.js";
import { Requests } from "./requests.js";
import { Requirements } from "./requirements.js";
import { Switches } from "./switches.js";
import { startWorkspaces } from "./workspaces.js";

/** @type {Record<string, new () => View>} */
const VIEWS = { requests: Requests, data: Data, switches: Switches, requirements: Requirements, apis: Apis };

/** @type {Map<string, View>} */
const made = new Map();

/**
 * A part of an address; as it stands where somebody made it up.
 *
 * @param {string} part
 * @returns {string}
 */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @returns {Route} */
function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...parts] = path.split("/").map(decoded);
  return { view: Object.hasOwn(VIEWS, view) ? view : "requests", parts, query: new URLSearchParams(query) };
}

function go() {
  if (location.hash === "#main") return; // the skip link
  const wanted = route();
  let view = made.get(wanted.view);
  if (!view) made.set(wanted.view, (view = new VIEWS[wanted.view]()));
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  if (main.firstElementChild !== view.element) {
    main.replaceChildren(view.element);
    main.dataset.view = wanted.view;
    scrollTo(0, 0);
  }
  for (const link of document.querySelectorAll("#views a")) {
    const current = link.getAttribute("href") === `#/${wanted.view}`;
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  view.show(wanted);
}

function showConnection() {
  const place = /** @type {HTMLElement} */ (document.getElementById("connection"));
  const state = journal.live ? "Live" : "Waiting for the mock";
  if (place.textContent === state) return;
  fill(place, state);
  place.classList.toggle("live", journal.live);
}

addEventListener("hashchange", go);
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main")?.focus();
});
journal.addEventListener("change", showConnection);

// How many switches are on is shown whatever the view.
const switches = new Switches();
made.set("switches", switches);
switches.load();
go();
tell(() => journal.start());
startWorkspaces();
