/**
 * Server-sent events read with `fetch`, because `EventSource` cannot send the headers that name the
 * workspace and carry the token.
 */

import { ask } from "./control.js";

const PAUSE = 1000;

/**
 * Follow the journal for as long as the page is open.
 *
 * @param {() => number} after the id of the last request that is known
 * @param {(requests: any[]) => void} came
 * @param {(live: boolean) => void} changed
 */
export async function follow(after, came, changed) {
  for (;;) {
    try {
      const answer = await ask("GET", `/requests?follow&after=${after()}`);
      changed(true);
      for await (const events of read(answer)) came(events);
    } catch {
      // The mock is not there at the moment: it is tried again.
    }
    changed(false);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * Yield the data of the events, all together that came together.
 *
 * @param {Response} answer
 * @returns {AsyncGenerator<any[]>}
 */
async function* read(answer) {
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    const found = parts.flatMap((part) => part.split("\n").filter((line) => line.startsWith("data: ")));
    if (found.length) yield found.map((line) => JSON.parse(line.slice("data: ".length)));
  }
}
