/** The first request that somebody can make. */

import { get, workspace } from "./control.js";

/** @type {Promise<any[]> | null} */
let known = null;

/**
 * The APIs of this mock, fetched once.
 *
 * @returns {Promise<any[]>}
 */
export function apis() {
  known ??= get("/apis").then(
    (found) => found.apis,
    (error) => {
      known = null;
      throw error;
    },
  );
  return known;
}

/**
 * The headers that a request as a user needs here.
 *
 * @param {any} user
 * @returns {Record<string, string>}
 */
export function headersOf(user) {
  return { ...user.headers, ...(workspace === "default" ? {} : { "X-Mock-Workspace": workspace }) };
}

/**
 * @param {any} api
 * @param {any} user
 * @returns {string}
 */
export function command(api, user) {
  const headers = Object.entries(headersOf(user)).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return `curl ${headers.join(" ")} ${location.origin}${api.example}`;
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

export async function firstCommand() {
  const [api] = await apis();
  return command(api, api.users[0]);
}

/** Make the request of the command from this page. */
export async function sendFirst() {
  const [api] = await apis();
  await fetch(api.example, { headers: headersOf(api.users[0]) });
}
