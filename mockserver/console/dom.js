/**
 * Elements made from data. Whatever comes from elsewhere becomes text, never markup: there is no way
 * to pass markup in.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Child | readonly any[]} Children children in lists, of lists too, become one list
 * @typedef {Record<string, string | number | boolean | null | undefined | EventListener>} Attributes
 */

/**
 * Make an element. Attributes that are null or false are left out; `on…` takes a listener.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Children} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

/**
 * Replace what is in an element.
 *
 * @param {Element} element
 * @param {...Children} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * @param {Children[]} children
 * @returns {(Node | string)[]}
 */
function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * A button that does something; while that lasts it cannot be pressed again.
 *
 * @param {string} label
 * @param {() => unknown} action
 * @param {Attributes} [attributes]
 * @returns {HTMLButtonElement}
 */
export function button(label, action, attributes = {}) {
  const element = h("button", { type: "button", ...attributes }, label);
  element.addEventListener("click", async () => {
    if (element.getAttribute("aria-disabled") === "true") return;
    // Not `disabled`, which would take the focus away.
    element.setAttribute("aria-disabled", "true");
    try {
      await action();
    } finally {
      element.removeAttribute("aria-disabled");
    }
  });
  return element;
}

/**
 * A choice among texts; its label is for those who do not see the first of them.
 *
 * @param {string} label
 * @param {[value: string, text: string][]} options
 * @param {(value: string) => void} chosen
 * @returns {HTMLLabelElement}
 */
export function select(label, options, chosen) {
  const element = h(
    "select",
    {},
    options.map(([value, text]) => h("option", { value }, text)),
  );
  element.addEventListener("change", () => chosen(element.value));
  return h("label", { class: "field" }, h("span", { class: "unseen" }, label), element);
}

/**
 * A labelled field to search with.
 *
 * @param {string} label
 * @param {(text: string) => void} typed
 * @param {number} [patience] how long to wait for the next letter, in milliseconds
 * @returns {HTMLLabelElement}
 */
export function search(label, typed, patience = 120) {
  const element = h("input", {
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: label,
  });
  let waiting = 0;
  element.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => typed(element.value), patience);
  });
  return h("label", { class: "field search" }, h("span", { class: "unseen" }, label), element);
}
