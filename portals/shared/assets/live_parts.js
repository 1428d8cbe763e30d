// Parts of a page that are fetched again: [data-live-url], each with an id. A part is dirty from the word that it is old until
// a fetch that began after that word has been swapped in; a fetch that fails is tried again, and a part in which the reader
// works is fetched when they have left it. So a word is never forgotten.
import htmx from "htmx.org";
import { flashIfChanged, remember } from "./live_flash.js";

const SOON = 200; // many words at once are one look, and when looking takes long, looks are rarer
const REST = 5;
const LONGEST = 8_000;

const dirty = new Set(); // ids
const asking = new Set();
const asked = new WeakMap(); // part → how many requests of the reader's own are filling it
let timer = null;
let tries = 0;
let took = 0; // milliseconds of the last fetch
let show = () => "";
let arrived = []; // frames that came while a fetch was under way: the answer may be older than they are

function dirtyAll(selector = "*") {
  for (const part of document.querySelectorAll("[data-live-url][id]")) if (part.matches(selector)) dirty.add(part.id);
}

export function refetchAll() {
  dirtyAll();
  look();
}

// By somebody's word that there is news, which often comes in a row. It may name the parts that it is about.
export function refetchSoon(selector) {
  dirtyAll(selector || "*");
  lookIn(Math.max(SOON, Math.min(REST * took, LONGEST)));
}

function lookIn(wait) {
  timer ??= setTimeout(look, wait);
}

function look() {
  clearTimeout(timer);
  timer = null;
  const wanted = new Map(); // address → ids: several parts may come from one
  for (const id of [...dirty]) {
    const part = document.getElementById(id);
    if (!part?.dataset.liveUrl) dirty.delete(id);
    else if (!asking.has(id) && !isRead(part)) {
      wanted.set(part.dataset.liveUrl, [...(wanted.get(part.dataset.liveUrl) ?? []), id]);
    }
  }
  wanted.forEach((ids, url) => fetchParts(ids, url));
}

async function fetchParts(ids, url) {
  for (const id of ids) {
    dirty.delete(id);
    asking.add(id);
  }
  const began = Date.now();
  const headers = { "HX-Request": "true", "HX-Target": ids[0], "X-Atrium-Live": "refetch" };
  const answer = await fetch(url, { headers, redirect: "error" }).catch(() => null);
  const text = answer?.ok ? await answer.text().catch(() => null) : null;
  took = Date.now() - began;
  ids.forEach((id) => asking.delete(id));
  if (text !== null) {
    tries = 0;
    const sequence = Number(answer.headers.get("X-Live-Sequence") || Infinity);
    ids.forEach((id) => put(id, text));
    repeat(sequence);
  } else if (!answer || answer.status >= 500) {
    ids.forEach((id) => dirty.add(id));
    tries += 1;
    lookIn(Math.min(500 * 2 ** tries, LONGEST));
  }
  if (!asking.size) arrived = [];
  if (dirty.size && !tries) lookIn(SOON);
}

function put(id, text) {
  const part = document.getElementById(id);
  if (!part) return;
  if (isRead(part)) return dirty.add(id);
  remember(part);
  htmx.swap(part, text, { swapStyle: "outerHTML" }, { select: part.dataset.liveSelect ?? `#${CSS.escape(id)}` });
  flashIfChanged(part);
}

// What came while the answer was on its way, and is newer than it, is shown once more on top of it.
function repeat(sequence) {
  for (const frame of arrived) {
    if (frame.sequence > sequence) show(frame.html);
  }
}

// What the reader asked for comes first: a part that their own request is about to fill, or in which they are working, is
// not replaced under their hands.
function isRead(part) {
  return asked.get(part) > 0 || (part.contains(document.activeElement) && document.activeElement !== document.body);
}

function count(event, step) {
  const { target } = event.detail;
  if (!target) return;
  asked.set(target, Math.max(0, (asked.get(target) ?? 0) + step));
  if (step < 0 && dirty.size) lookIn(SOON);
}

export function startParts(showFrame) {
  show = showFrame;
  document.addEventListener("htmx:beforeRequest", (event) => count(event, 1));
  document.addEventListener("htmx:afterRequest", (event) => count(event, -1));
  document.addEventListener("focusout", () => dirty.size && lookIn(SOON));
  document.addEventListener("htmx:wsAfterMessage", (event) => {
    const sequence = Number(document.body.dataset.liveSequence || 0);
    if (asking.size) arrived.push({ sequence, html: event.detail.message });
  });
}
