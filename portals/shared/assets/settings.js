// Small helpers of settings pages: finding in a long list of choices, and hanging a row under another by dragging.

function sift(input) {
  const words = input.value.trim().toLowerCase();
  const tree = document.querySelector(input.dataset.sift);
  for (const row of tree?.querySelectorAll("[data-sift-row]") ?? []) {
    row.hidden = !row.textContent.toLowerCase().includes(words);
  }
  for (const branch of tree?.querySelectorAll("details") ?? []) {
    const found = branch.querySelector("[data-sift-row]:not([hidden])");
    branch.hidden = !found;
    if (words && found) branch.open = true;
  }
}

let dragged = null;

function over(event) {
  const row = event.target.closest?.("[data-hang] [data-desk]");
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  row.classList.add("at-drop-here");
}

// The same form that the keyboard uses is sent, with the row it was dropped on.
function drop(event) {
  const row = event.target.closest?.("[data-hang] [data-desk]");
  if (!dragged || !row || row === dragged) return;
  event.preventDefault();
  const form = dragged.querySelector("form");
  form.elements.parent.value = row.dataset.desk;
  form.requestSubmit();
}

export function startSettings() {
  document.addEventListener("input", (event) => event.target.dataset?.sift && sift(event.target));
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-hang] [data-desk]");
  });
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => event.target.closest?.("[data-desk]")?.classList.remove("at-drop-here"));
  document.addEventListener("dragend", () => {
    dragged = null;
  });
  document.addEventListener("drop", drop);
}
