// Toasts: HX-Trigger: {"toast": {"text": "…", "tone": "good"}}; errors of htmx requests say what to do.
import htmx from "htmx.org";

const SECONDS = { good: 6, busy: 6, wait: 10, bad: 0 };

export function toast({ text, tone = "busy", undo = "" }) {
  const region = document.getElementById("toasts");
  const pattern = document.getElementById("toast-pattern");
  if (!region || !pattern || !text) return;
  const item = pattern.content.firstElementChild.cloneNode(true);
  item.classList.add(`at-toast-${tone}`);
  item.querySelector("[data-text]").textContent = text;
  if (undo) item.querySelector("[data-text]").after(undoButton(undo, item));
  region.append(item);
  leaveLater(item, tone);
}

function undoButton(url, item) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm";
  button.textContent = words("undo");
  button.addEventListener("click", () => {
    item.remove();
    htmx.ajax("POST", url, { swap: "none" });
  });
  return button;
}

function leaveLater(item, tone) {
  if (SECONDS[tone]) setTimeout(() => item.remove(), SECONDS[tone] * 1000);
}

function words(name) {
  return document.getElementById("toasts")?.dataset[name] ?? "";
}

export function startToasts() {
  document.addEventListener("toast", (event) => toast(event.detail));
  document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest(".at-toast")?.remove());
  document.addEventListener("htmx:responseError", (event) => {
    const denied = [403, 404].includes(event.detail.xhr.status);
    toast({ text: words(denied ? "denied" : "failed"), tone: "bad" });
  });
  document.addEventListener("htmx:sendError", () => toast({ text: words("offline"), tone: "bad" }));
  for (const item of document.querySelectorAll("#toasts .at-toast")) leaveLater(item, item.dataset.tone);
}
