// The list component: what is selected, rows that came live in the columns of this page, columns put in order.
import { currentRow } from "./lists.js";

const picked = new Set(); // primary keys; they stay selected when the list is fetched again
let everything = false;

const listing = () => document.getElementById("listing");

function boxes() {
  return [...(listing()?.querySelectorAll("tbody [data-pick]") ?? [])];
}

function keyOf(box) {
  return box.closest("tr").dataset.pk;
}

function show() {
  const bar = listing()?.querySelector("[data-bulk]");
  if (!bar) return;
  for (const box of boxes()) {
    box.checked = everything || picked.has(keyOf(box));
    box.closest("tr").setAttribute("aria-selected", String(box.checked));
  }
  const all = listing().querySelector("[data-pick-all]");
  const here = boxes();
  if (all) {
    all.checked = here.length > 0 && here.every((box) => box.checked);
    all.indeterminate = !all.checked && here.some((box) => box.checked);
  }
  const more = bar.querySelector("[data-bulk-everything]");
  bar.hidden = !picked.size && !everything;
  bar.querySelector("[data-bulk-count]").textContent = everything ? number() : String(picked.size);
  more.hidden = everything;
}

function pick(box, on) {
  everything = false;
  if (on) picked.add(keyOf(box));
  else picked.delete(keyOf(box));
}

function none() {
  picked.clear();
  everything = false;
  show();
}

// As the list counted them: “10,000+ rows”.
function number() {
  return document.getElementById("listing-count")?.textContent.match(/[\d.,\s]*\d\+?/)?.[0].trim() ?? "…";
}

export function pickRow() {
  const box = currentRow()?.querySelector("[data-pick]");
  if (!box) return;
  pick(box, !box.checked);
  show();
}

function onChange(event) {
  if (event.target.matches("[data-pick]")) pick(event.target, event.target.checked);
  else if (event.target.matches("[data-pick-all]")) boxes().forEach((box) => pick(box, event.target.checked));
  else return;
  show();
}

function onClick(event) {
  if (event.target.closest("[data-bulk-everything]")) {
    everything = true;
    show();
  }
  if (event.target.closest("[data-bulk-none]")) none();
  const mover = event.target.closest("[data-columns] [data-move]");
  if (mover) move(mover);
}

function move(button) {
  const item = button.closest("li");
  const other = button.dataset.move === "-1" ? item.previousElementSibling : item.nextElementSibling;
  if (!other || other.querySelector("input:disabled")) return;
  if (button.dataset.move === "-1") other.before(item);
  else other.after(item);
  button.focus();
}

function onSubmit(event) {
  if (!event.target.matches("[data-bulk-form]")) return;
  event.target.elements.ids.value = everything ? "" : [...picked].join(",");
  event.target.elements.everything.value = everything ? "1" : "";
}

// A row that comes live has every column that its reader may see: those of this page are kept, in the order of its head.
function fit(row) {
  const heads = row.closest("table")?.querySelectorAll("thead th[data-col]");
  if (!heads) return;
  delete row.dataset.whole;
  const cells = new Map([...row.querySelectorAll("td[data-col]")].map((cell) => [cell.dataset.col, cell]));
  cells.forEach((cell) => cell.remove());
  row.append(...[...heads].map((head) => cells.get(head.dataset.col)).filter(Boolean));
}

function settle() {
  if (!listing()) return;
  listing().querySelectorAll("tr[data-whole]").forEach(fit);
  show();
}

export function startListing() {
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  const main = document.getElementById("main");
  if (!main || !listing()) return;
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node.nodeType === 1))) settle();
  }).observe(main, { childList: true, subtree: true });
  show();
}
