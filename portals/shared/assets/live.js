// Live parts: one socket a page (htmx-ext-ws at /live/). Every frame leads with a mark: the number of the live stream up to
// which this page has been told everything. A page that was made at an older number than the socket greets it with has
// missed something, and fetches every part that names its own address. So it is when the page opens, when a lost line
// comes back, and when the server says that something passed it by.
import htmx from "htmx.org";
import { flashIfChanged, remember } from "./live_flash.js";
import { refetchAll, refetchSoon, startParts } from "./live_parts.js";

const ENDED = 4401; // the server's word for: your access has ended
const SILENCE = 50_000; // it says something at least every 15 seconds
const BETWEEN = "<!--next-->"; // as portals/shared/live/ears.py joins fragments
const AWAY = 2_000; // shorter gaps are not worth a bar

let seen = null;
let socket = null;
let lost = null;
let quiet = null;
let failures = 0;

function setState(state) {
  document.body.dataset.live = state;
  const bar = document.getElementById("live-bar");
  if (bar) bar.hidden = state !== "lost";
}

// -- marks

const MARK = /^<i id="live-mark"[^>]*data-sequence="(\d+)"(?:[^>]*data-say="([a-z ]*)")?[^>]*><\/i>/;

// Returns what is to be swapped in: nothing of a frame that the page knows already.
function read(frame) {
  const mark = MARK.exec(frame);
  if (!mark) return frame;
  const number = Number(mark[1]);
  const said = (mark[2] ?? "").split(" ");
  const html = frame.slice(mark[0].length);
  const isKnown = seen !== null && number <= seen;
  if (said.includes("renewed")) return renew();
  if (said.includes("missed") || (said.includes("hello") && !isKnown)) refetchAll();
  seen = isKnown ? seen : number;
  document.body.dataset.liveSequence = String(seen);
  return isKnown ? "" : html;
}

// Another right makes another page: it is fetched anew at once, but not under the hands of somebody who writes.
function renew() {
  if (isWriting()) document.getElementById("live-renewed")?.removeAttribute("hidden");
  else location.reload();
  return "";
}

function isWriting() {
  return [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")].some(
    (field) => field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue,
  );
}

// Each fragment is parsed by itself: beside other elements a table's row would lose its cells (HTML lets a <tr> stand only
// where rows stand), and a chart's table before it would do the same.
function show(frame) {
  for (const fragment of frame.replace(MARK, "").split(BETWEEN)) {
    const html = keepWhatHasAPlace(fragment);
    if (html.trim()) htmx.swap(document.body, html, { swapStyle: "none" });
  }
  return "";
}

// A fragment may hold parts for pages other than this one: only those whose place is here are let through, and of a row that
// is here already in a newer state (data-version) the older is not.
function keepWhatHasAPlace(html) {
  const frame = document.createElement("template");
  frame.innerHTML = html;
  for (const part of [...frame.content.children]) {
    const [, selector] = (part.getAttribute("hx-swap-oob") ?? "true").split(/:(.*)/s);
    const place = selector || part.id ? document.querySelector(selector ?? `#${CSS.escape(part.id)}`) : null;
    if (!place || isOlder(part, place)) part.remove();
  }
  return frame.innerHTML;
}

function isOlder(part, place) {
  const { version } = part.dataset;
  return version !== undefined && place.id === part.id && Number(version) < Number(place.dataset.version);
}

// -- the line

function opened(event) {
  socket = event.detail.socketWrapper;
  clearTimeout(lost);
  lost = null;
  failures = 0;
  setState("on");
  listen();
}

function closed(event) {
  const { code } = event.detail.event;
  clearTimeout(quiet);
  if (code === ENDED) return ended();
  failures += 1;
  if (failures > 1) askWhy();
  lost ??= setTimeout(() => setState("lost"), AWAY);
  // htmx comes back by itself after these; after a polite goodbye (a proxy that goes, a server that moves) it would not.
  if (![1006, 1011, 1012, 1013].includes(code)) setTimeout(() => socket?.reconnect(), delay(failures));
}

function delay(retries) {
  return Math.random() * Math.min(500 * 2 ** retries, 8_000);
}

// A line may be dead without a word (a sleeping laptop, a network that changed).
function listen() {
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    setState("lost");
    socket?.reconnect();
  }, SILENCE);
}

// The door stays shut: because the server is away, or because we are nobody there any more?
async function askWhy() {
  const answer = await fetch("/", { method: "HEAD", redirect: "manual" }).catch(() => null);
  if (answer && (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status))) ended();
}

// Nothing of what was shown stays on the screen.
function ended() {
  setState("ended");
  const words = document.getElementById("live-ended");
  document.querySelector("[ws-connect]")?.removeAttribute("ws-connect");
  if (!words) return location.reload();
  document.querySelectorAll("dialog[open]").forEach((one) => one.close());
  document.querySelectorAll("#drawer-body").forEach((one) => one.replaceChildren());
  document.getElementById("main")?.replaceChildren(words.content.cloneNode(true));
}

export function startLive() {
  const { liveSequence } = document.body.dataset;
  seen = liveSequence ? Number(liveSequence) : null;
  htmx.config.wsReconnectDelay = delay;
  htmx.defineExtension("placed", {
    transformResponse: (text, xhr) => (xhr ? text : show(read(text))),
  });
  startParts(show);
  document.addEventListener("htmx:wsOpen", opened);
  document.addEventListener("htmx:wsClose", closed);
  document.addEventListener("htmx:wsBeforeMessage", listen);
  addEventListener("online", () => document.body.dataset.live === "lost" && socket?.reconnect());
  // A fragment that carries no news itself, only the word that there is some: <div id="…" hx-swap-oob data-refetch>.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const word = document.getElementById(event.detail.target?.id);
    if (word?.matches("[data-refetch]")) refetchSoon(word.dataset.refetch);
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => remember(event.detail.target));
  document.addEventListener("htmx:oobAfterSwap", (event) => flashIfChanged(event.detail.target));
  // Somebody who only looks (a visit) has no line: what pages fetch when it opens is fetched once, at once.
  if (!document.body.hasAttribute("ws-connect")) refetchAll();
}
