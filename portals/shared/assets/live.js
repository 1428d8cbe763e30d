// Live parts: one socket a page (htmx-ext-ws at /live/). When it opens, also for the first time, every part that
// names its own address is fetched again, so nothing that happened between page and socket is missed.
import htmx from "htmx.org";

function setState(state) {
  document.body.dataset.live = state;
  const bar = document.getElementById("live-bar");
  if (bar) bar.hidden = state !== "lost";
}

function refetch() {
  for (const part of document.querySelectorAll("[data-live-url]")) {
    if (isRead(part)) continue;
    remember(part);
    const { liveUrl, liveSelect } = part.dataset;
    const how = { target: part, swap: "outerHTML", select: liveSelect, headers: { [LIVE]: "refetch" } };
    htmx.ajax("GET", liveUrl, how).then(() => flashIfChanged(part));
  }
}

// What the reader asked for comes first: a part that their own request is about to fill, or in which they are working,
// is not replaced under their hands.
const LIVE = "X-Atrium-Live";
const asked = new WeakMap();

function isRead(part) {
  return asked.get(part) > 0 || (part.contains(document.activeElement) && document.activeElement !== document.body);
}

function count(event, step) {
  const { target, requestConfig } = event.detail;
  if (target && !requestConfig?.headers?.[LIVE]) asked.set(target, (asked.get(target) ?? 0) + step);
}

function giveWay(event) {
  const { target, requestConfig } = event.detail;
  if (requestConfig?.headers?.[LIVE] && isRead(target)) event.detail.shouldSwap = false;
}

// Many words at once are one look.
let looking = null;

function refetchSoon() {
  looking ??= setTimeout(() => {
    looking = null;
    refetch();
  }, 200);
}

// A changed value flashes softly once. What its parts said before is remembered by their ids.
const before = new Map();

function marked(part) {
  const parts = [...part.querySelectorAll("[data-flash]")];
  return part.matches("[data-flash], tr, .at-stat") ? [part, ...parts] : parts;
}

function remember(part) {
  if (part?.id) before.set(part.id, marked(part).map((one) => one.textContent.trim()));
}

function flashIfChanged(target) {
  const now = target?.id && document.getElementById(target.id);
  const said = before.get(target?.id);
  before.delete(target?.id);
  if (!now || !said) return;
  marked(now).forEach((part, at) => {
    if (part.textContent.trim() !== said[at]) flash(part);
  });
}

function flash(element) {
  element.classList.remove("at-flash");
  void element.offsetWidth; // restarts the animation
  element.classList.add("at-flash");
  element.addEventListener("animationend", () => element.classList.remove("at-flash"), { once: true });
}

// A frame may hold parts for pages other than this one: only those whose place is here are let through.
function keepWhatHasAPlace(html) {
  const frame = document.createElement("template");
  frame.innerHTML = html;
  for (const part of [...frame.content.children]) {
    const [, selector] = (part.getAttribute("hx-swap-oob") ?? "true").split(/:(.*)/s);
    if (!document.querySelector(selector ?? `#${CSS.escape(part.id)}`)) part.remove();
  }
  return frame.innerHTML;
}

export function startLive() {
  htmx.defineExtension("placed", {
    transformResponse: (text, xhr) => (xhr ? text : keepWhatHasAPlace(text)),
  });
  document.addEventListener("htmx:beforeRequest", (event) => count(event, 1));
  document.addEventListener("htmx:afterRequest", (event) => count(event, -1));
  document.addEventListener("htmx:beforeSwap", giveWay);
  let lost = null;
  document.addEventListener("htmx:wsOpen", () => {
    clearTimeout(lost);
    lost = null;
    setState("on");
    refetch();
  });
  // Short gaps are not worth a bar: it is shown when the line has been away for two seconds.
  document.addEventListener("htmx:wsClose", () => {
    lost ??= setTimeout(() => setState("lost"), 2000);
  });
  // A fragment that carries no news itself, only the word that there is some: <div id="…" hx-swap-oob data-refetch>.
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (document.getElementById(event.detail.target?.id)?.matches("[data-refetch]")) refetchSoon();
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => remember(event.detail.target));
  document.addEventListener("htmx:oobAfterSwap", (event) => flashIfChanged(event.detail.target));
}
