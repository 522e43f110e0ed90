/** Making a request again. */

import { post } from "./control.js";
import { notice, tell } from "./notices.js";

/**
 * Make a request again, and open what came of it.
 *
 * @param {number} id
 * @param {string} [how]
 */
export function replay(id, how = "") {
  return tell(async () => {
    const made = await post(`/requests/${id}/replay${how}`);
    notice(`Sent again: ${made.status}.`);
    if (made.id) location.hash = `#/requests/${made.id}`;
  });
}
