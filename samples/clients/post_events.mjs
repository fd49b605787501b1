#!/usr/bin/env node
// Posts events, one JSON object a line, to `pushtrail serve`; prints what is wrong with the lines that it rejects.
//
//   PUSHTRAIL_URL=http://127.0.0.1:8080 PUSHTRAIL_TOKEN=pt_… samples/clients/post_events.mjs < events.ndjson
//
// An answer comes when the events are on the disk. Without an answer, send them again: the same event is recorded once.
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const { PUSHTRAIL_URL: url, PUSHTRAIL_TOKEN: token } = process.env;

async function post(lines) {
  const headers = { Authorization: `Bearer ${token}` };
  for (let attempt = 0; attempt < 8; attempt++) {
    try {
      const answer = await fetch(`${url}/v1/events`, { method: "POST", headers, body: lines.join("\n") });
      if (answer.ok) return await answer.json();
      // 408 and all of 5xx pass; the others would be the same again.
      if (answer.status !== 408 && answer.status < 500) throw new Error(`HTTP ${answer.status}: ${await answer.text()}`);
    } catch (error) {
      // What fetch itself throws is a TypeError: no connection.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(1000 * Math.min(2 ** attempt, 60));
  }
  throw new Error("gave up; send the same events again later");
}

let first = 0;
async function send(lines) {
  for (const { line, reason } of (await post(lines)).rejected) {
    console.error(`line ${first + line}: ${reason}`);
    process.exitCode = 1;
  }
  first += lines.length;
}

let lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (lines.push(line) === 20_000) await send(lines.splice(0));
}
if (lines.length > 0) await send(lines);
