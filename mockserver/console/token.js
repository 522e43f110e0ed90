/** The token that a mock may have been started with: asked for once, kept while the tab is open. */

import { prompt } from "./dialogs.js";

/**
 * @param {boolean} wrong whether one was given that is not right
 * @returns {Promise<string>}
 */
export async function askForToken(wrong) {
  const hint = wrong
    ? "That is not the token. It is what --control-token says where the mock was started."
    : "This mock was started with --control-token. The console needs to know it once.";
  for (;;) {
    const given = await prompt("Control token", "Token", "Continue", { type: "password", stays: true, hint });
    if (given) return given;
  }
}
