/** How things are called and marked everywhere. */

import { h } from "./dom.js";

/** @type {Record<string, { shape: string, means: string }>} */
export const VERDICTS = {
  kept: { shape: "M3 8.5 6.5 12 13 4.5", means: "Request and answer are as the contract says." },
  refused: { shape: "M8 3v6M8 12.5v.5", means: "The request was refused." },
  broken: { shape: "M4 4l8 8M12 4l-8 8", means: "The answer is not as the contract says." },
};

const SVG = "http://www.w3.org/2000/svg";

/**
 * A line drawing that says nothing to those who do not see it.
 *
 * @param {string} shape
 * @returns {SVGElement}
 */
export function icon(shape) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shape);
  drawing.append(path);
  return drawing;
}

/**
 * A verdict as shape, colour and word.
 *
 * @param {string} verdict
 * @returns {HTMLElement}
 */
export function verdictMark(verdict) {
  const { shape, means } = VERDICTS[verdict];
  return h("span", { class: `verdict ${verdict}`, title: means }, icon(shape), verdict);
}

/**
 * A status, coloured by its class.
 *
 * @param {number} status
 * @returns {HTMLElement}
 */
export const statusMark = (status) => h("span", { class: `status s${String(status)[0]}` }, status);

/**
 * The time of day, here.
 *
 * @param {string} iso
 */
export const clockTime = (iso) => new Date(iso).toLocaleTimeString("en-GB");

/**
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export const counted = (number, one, many = `${one}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/**
 * A sentence in which names are set between backticks.
 *
 * @param {string} sentence
 * @returns {(string | HTMLElement)[]}
 */
export const prose = (sentence) =>
  sentence.split("`").map((part, place) => (place % 2 ? h("code", {}, part) : part));

/**
 * Where a statement stands.
 *
 * @param {{ document: string, lines?: number[] }} source
 */
export function place({ document, lines }) {
  if (!lines) return document;
  const [first, last] = lines;
  return `${document}, ${first === last ? `line ${first}` : `lines ${first}–${last}`}`;
}
