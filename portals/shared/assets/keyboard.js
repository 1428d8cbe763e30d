// Keyboard first: / search, j k o in lists, g-chords, single letters for actions, ? help, Ctrl/Cmd K palette.
import { pickRow } from "./listing.js";
import { currentRow, moveRow, openCurrentRow } from "./lists.js";
import { openSearch } from "./search.js";

const CHORD_MS = 1200;
let chordUntil = 0;

function typing(target) {
  return target.isContentEditable || target.matches?.("input:not([type=checkbox], [type=radio]), select, textarea");
}

function press(selector) {
  const element = [...document.querySelectorAll(selector)].find((candidate) => candidate.offsetParent !== null);
  element?.click();
  return Boolean(element);
}

// What the page has for this key; else what every page has.
function pressKey(key) {
  if (press(`[data-key="${key}"]`)) return true;
  const everywhere = document.querySelector(`[data-key-else="${key}"]`);
  everywhere?.click();
  return Boolean(everywhere);
}

function chord(key) {
  chordUntil = 0;
  const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
}

const KEYS = {
  "/": () => openSearch() || document.querySelector("[data-search], input[type=search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => moveRow(currentRow() ? 1 : 0),
  k: () => moveRow(-1),
  o: () => openCurrentRow(),
  x: () => pickRow(),
  g: () => (chordUntil = Date.now() + CHORD_MS),
};

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return document.getElementById("palette")?.showModal();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (Date.now() < chordUntil) return chord(event.key);
  if (document.querySelector("dialog[open]:not(#drawer)")) return;
  const action = KEYS[event.key];
  if (action) {
    event.preventDefault();
    action();
  } else if (/^[a-z]$/.test(event.key) && pressKey(event.key)) {
    event.preventDefault();
  }
}

export function startKeyboard() {
  document.addEventListener("keydown", onKey);
}
