// Rows open by click or Enter; new rows that arrive live wait behind "3 new" unless the reader is at the top.
import { openDrawer, plain } from "./overlays.js";

function openRow(row) {
  const url = row.dataset.href;
  if (!url) return;
  if ("drawer" in row.dataset) openDrawer(url);
  else location.assign(url);
}

function onClick(event) {
  const row = event.target.closest("tr[data-row]");
  if (!row || !plain(event)) return;
  const other = event.target.closest("button, input, select, label, summary, a");
  const link = other?.matches("a[data-row-link]");
  if ((other && !link) || String(getSelection())) return;
  event.preventDefault();
  openRow(row);
}

export function currentRow() {
  return document.activeElement?.closest?.("tr[data-row]");
}

export function moveRow(step) {
  const rows = [...document.querySelectorAll("tr[data-row]")].filter((row) => row.offsetParent);
  const next = rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(currentRow()) + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// Live rows are swapped into <tbody id="X-arrivals" data-arrivals="X-rows" hidden>.
function receive(store) {
  const list = document.getElementById(store.dataset.arrivals);
  const bell = document.querySelector(`[data-arrivals-for="${store.dataset.arrivals}"]`);
  dropDoubles(store, list);
  const count = store.children.length;
  if (!count) return;
  if (readerIsAtTop(list)) return showArrivals(store, list, bell);
  bell.hidden = false;
  bell.querySelector("[data-count]").textContent = String(count);
}

function dropDoubles(store, list) {
  const seen = new Set();
  for (const row of [...store.children]) {
    if (!row.id) continue;
    if (seen.has(row.id)) row.remove(); // the newest word about a row came first
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    const old = list.querySelector(`#${CSS.escape(row.id)}`);
    if (old) {
      old.replaceWith(row);
      row.classList.add("at-flash");
    }
  }
}

function readerIsAtTop(list) {
  return list.getBoundingClientRect().top > 0 && !list.contains(document.activeElement);
}

function showArrivals(store, list, bell) {
  for (const row of store.children) row.classList.add("at-flash");
  list.prepend(...store.children);
  if (bell) bell.hidden = true;
  document.getElementById(list.id.replace(/-rows$/, "-empty"))?.remove();
}

export function startLists() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("tr[data-row]")) openRow(event.target);
  });
  document.addEventListener("click", (event) => {
    const bell = event.target.closest("[data-arrivals-for]");
    if (!bell) return;
    const store = document.querySelector(`[data-arrivals="${bell.dataset.arrivalsFor}"]`);
    showArrivals(store, document.getElementById(bell.dataset.arrivalsFor), bell);
    window.scrollTo({ top: 0 });
  });
  document.addEventListener("htmx:wsAfterMessage", () => {
    for (const store of document.querySelectorAll("[data-arrivals]")) if (store.children.length) receive(store);
  });
}

export function openCurrentRow() {
  const row = currentRow();
  if (row) openRow(row);
}
