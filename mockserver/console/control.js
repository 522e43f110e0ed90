/** The control surface, as the console speaks with it: one workspace, and the token if one is needed. */

import { askForToken } from "./token.js";

const KEY = "mock-console-token";

/** The workspace that this page is about. */
export const workspace = new URLSearchParams(location.search).get("workspace") || "default";

/** What could not be done, in a sentence. */
export class ControlError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** @type {Promise<void> | null} */
let asking = null;

/** @returns {Record<string, string>} */
function headers() {
  const token = sessionStorage.getItem(KEY);
  return { "X-Mock-Workspace": workspace, ...(token ? { "X-Mock-Token": token } : {}) };
}

/**
 * Ask the control surface, and whoever sits there for the token if it wants one.
 *
 * @param {string} method
 * @param {string} path below `/_mock`
 * @param {unknown} [body]
 * @param {RequestInit} [more]
 * @returns {Promise<Response>}
 */
export async function ask(method, path, body, more = {}) {
  const sent = sessionStorage.getItem(KEY);
  const answer = await fetch(`/_mock${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    ...more,
    headers: { ...headers(), ...more.headers },
  });
  if (answer.status === 401) {
    await tokenAfter(sent);
    return ask(method, path, body, more);
  }
  if (!answer.ok) throw new ControlError(await sentence(answer), answer.status);
  return answer;
}

/**
 * Wait until there is another token than the one that was not accepted; asked for once by all.
 *
 * @param {string | null} refused
 * @returns {Promise<void>}
 */
async function tokenAfter(refused) {
  if (sessionStorage.getItem(KEY) !== refused) return;
  asking ??= askForToken(refused !== null).then((token) => {
    sessionStorage.setItem(KEY, token);
    asking = null;
  });
  await asking;
}

/**
 * @param {Response} answer
 * @returns {Promise<string>}
 */
async function sentence(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return `The mock answered ${answer.status}.`;
  }
}

/** @param {string} path */
export const get = async (path) => (await ask("GET", path)).json();
/** @param {string} path */
export const text = async (path) => (await ask("GET", path)).text();
/** @param {string} path @param {unknown} body */
export const put = async (path, body) => (await ask("PUT", path, body)).json();
/** @param {string} path @param {unknown} [body] */
export const post = async (path, body) => (await ask("POST", path, body)).json();
/** @param {string} path */
export const remove = async (path) => void (await ask("DELETE", path));
