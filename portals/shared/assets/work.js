// What small actions need: the parts that are old are fetched again, a name is
// put into a text, and a long text that was not saved is there again when its form is opened.
import { refetchSoon } from "./live_parts.js";

function insert(button) {
  const area = document.getElementById(button.dataset.into);
  if (!area) return;
  area.setRangeText(button.dataset.insert, area.selectionStart, area.selectionEnd, "end");
  area.focus();
}

// Drafts stay in this tab only, by page and form.
function draftKey(area) {
  return `draft ${area.form?.getAttribute("action") ?? location.pathname} ${area.name}`;
}

function keep(event) {
  const area = event.target;
  if (area.matches?.("textarea[data-draft]")) sessionStorage.setItem(draftKey(area), area.value);
}

function restore(root) {
  for (const area of root.querySelectorAll?.("textarea[data-draft]") ?? []) {
    const draft = sessionStorage.getItem(draftKey(area));
    if (draft && !area.value) area.value = draft;
  }
}

function forget(event) {
  if (!event.detail.successful || !(event.target instanceof HTMLFormElement)) return;
  for (const area of event.target.querySelectorAll("textarea[data-draft]")) {
    sessionStorage.removeItem(draftKey(area));
    if (event.detail.xhr.status === 204) area.value = "";
  }
}

export function startWork() {
  document.addEventListener("refetch", (event) => refetchSoon(event.detail?.value));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-insert]");
    if (button) insert(button);
  });
  document.addEventListener("input", keep);
  document.addEventListener("htmx:afterRequest", forget);
  document.addEventListener("htmx:load", (event) => restore(event.detail.elt));
  restore(document);
}
