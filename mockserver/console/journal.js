/**
 * The requests of the workspace, as far as this page knows them, the oldest first.
 *
 * @typedef {object} Summary
 * @property {number} id
 * @property {string} time
 * @property {string | null} api
 * @property {string | null} operation
 * @property {string} method
 * @property {string} target
 * @property {number} status
 * @property {number} milliseconds
 * @property {"kept" | "refused" | "broken"} verdict
 * @property {string | null} refused
 * @property {boolean} changed
 */

import { get, remove } from "./control.js";
import { follow } from "./stream.js";

/** How many are kept here; the mock itself may remember more. */
export const MOST = 5000;

class Journal extends EventTarget {
  constructor() {
    super();
    /** @type {Summary[]} */
    this.requests = [];
    this.live = false;
    this.loaded = false;
    /** Whether some went to make room. */
    this.cut = false;
    /** The last request that was forgotten. */
    this._cleared = 0;
  }

  /** The id of the last request that is known. */
  get last() {
    return this.requests.at(-1)?.id ?? this._cleared;
  }

  /** Fetch what there is, then follow. */
  async start() {
    const found = (await get(`/requests?limit=${MOST}`)).requests;
    this._take(found.reverse());
    this.loaded = true;
    this._changed();
    follow(
      () => this.last,
      (came) => this._take(came),
      (live) => this._setLive(live),
    );
  }

  /** Forget all requests, here and there. */
  async clear() {
    await remove("/requests");
    this._cleared = this.last;
    this.requests = [];
    this.cut = false;
    this._changed();
  }

  /**
   * The requests after which there were other data, the oldest first.
   *
   * @returns {Summary[]}
   */
  get steps() {
    return this.requests.filter((one) => one.changed);
  }

  /** @param {Summary[]} came */
  _take(came) {
    // Ids that begin anew are those of another journal: the workspace was dropped, or the mock restarted.
    if (came.length && came[0].id <= this.last) {
      this.requests = [];
      this._cleared = 0;
    }
    this.requests.push(...came);
    if (this.requests.length > MOST) {
      this.requests.splice(0, this.requests.length - MOST);
      this.cut = true;
    }
    this._changed();
  }

  /** @param {boolean} live */
  _setLive(live) {
    this.live = live;
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }
}

export const journal = new Journal();
