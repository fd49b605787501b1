#!/usr/bin/env node
// Posts events, one JSON object a line, to `pushtrail serve`; prints what is wrong with the lines that it rejects.
//
//   PUSHTRAIL_URL=http://127.0.0.1:8080 PUSHTRAIL_TOKEN=pt_… samples/clients/post_events.mjs < events.ndjson
//
// An answer comes when the events are on the disk. Without an answer, send them again: the same event is recorded once.
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

function stop(reason) {
  console.error(reason);
  process.exit(1);
}

const { PUSHTRAIL_URL: base, PUSHTRAIL_TOKEN: token } = process.env;
if (!token) stop("set PUSHTRAIL_TOKEN");
if (!/^https?:\/\/./.test(base ?? "")) stop("set PUSHTRAIL_URL, such as http://127.0.0.1:8080");
const url = base.replace(/\/+$/, "") + "/v1/events";
const headers = { Authorization: `Bearer ${token}` };
// A body may have 64 MiB.
const maximum = 8 << 20;

async function post(lines) {
  const body = lines.join("\n");
  for (let attempt = 0; attempt < 8; attempt++) {
    let pause = Math.min(2 ** attempt, 60);
    try {
      const answer = await fetch(url, { method: "POST", headers, body });
      if (answer.ok) return await answer.json();
      // 408 and all of 5xx pass; the others would be the same again.
      if (answer.status !== 408 && answer.status < 500) stop(`HTTP ${answer.status}: ${await answer.text()}`);
      pause = Number(answer.headers.get("Retry-After")) || pause;
    } catch (error) {
      // No answer, or one that was cut off.
      console.error(`${error.cause?.message ?? error.message}; trying again`);
    }
    await sleep(1000 * pause);
  }
  stop("gave up; send the same events again later");
}

const totals = { accepted: 0, duplicates: 0, rejected: 0 };
let first = 0;
async function send(lines) {
  const answer = await post(lines);
  for (const { line, reason } of answer.rejected) console.error(`line ${first + line}: ${reason}`);
  for (const { status, events, nearest } of answer.unknown_statuses ?? []) {
    console.error(`${events} with the unknown status ${status}${nearest ? `; did you mean ${nearest}?` : ""}`);
  }
  totals.accepted += answer.accepted;
  totals.duplicates += answer.duplicates;
  totals.rejected += answer.rejected.length + (answer.rejected_not_listed ?? 0);
  first += lines.length;
}

let [lines, bytes] = [[], 0];
for await (const line of createInterface({ input: process.stdin })) {
  lines.push(line);
  bytes += Buffer.byteLength(line) + 1;
  if (bytes < maximum) continue;
  await send(lines);
  [lines, bytes] = [[], 0];
}
if (lines.length > 0) await send(lines);
console.log(Object.entries(totals).map(([name, count]) => `${count} ${name}`).join(", "));
process.exitCode = totals.rejected > 0 ? 1 : 0;
