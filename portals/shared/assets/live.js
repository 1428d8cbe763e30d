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
    if (part.contains(document.activeElement) && document.activeElement !== document.body) continue;
    htmx.ajax("GET", part.dataset.liveUrl, { target: part, swap: "outerHTML" });
  }
}

// A changed value flashes softly once. What it said before is remembered by id.
const before = new Map();

function rememberText(event) {
  const target = event.detail.target;
  if (target?.id) before.set(target.id, target.textContent.trim());
}

function flashIfChanged(target) {
  if (!target?.id || !before.has(target.id)) return;
  const now = document.getElementById(target.id);
  const changed = now && now.textContent.trim() !== before.get(target.id);
  before.delete(target.id);
  if (!changed) return;
  const parts = now.matches("[data-flash], tr, .at-stat") ? [now] : now.querySelectorAll("[data-flash]");
  for (const part of parts) flash(part);
}

function flash(element) {
  element.classList.remove("at-flash");
  void element.offsetWidth; // restarts the animation
  element.classList.add("at-flash");
  element.addEventListener("animationend", () => element.classList.remove("at-flash"), { once: true });
}

export function startLive() {
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
  document.addEventListener("htmx:oobBeforeSwap", rememberText);
  document.addEventListener("htmx:oobAfterSwap", (event) => flashIfChanged(event.detail.target));
}
