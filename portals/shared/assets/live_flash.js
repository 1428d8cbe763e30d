// A changed value flashes softly once. What its parts said before is remembered by their ids.
const before = new Map();

function marked(part) {
  const parts = [...part.querySelectorAll("[data-flash]")];
  return part.matches("[data-flash], tr, .at-stat") ? [part, ...parts] : parts;
}

export function remember(part) {
  if (part?.id) before.set(part.id, marked(part).map((one) => one.textContent.trim()));
}

export function flashIfChanged(target) {
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
