// Cards of a board are dragged between lanes; the form on the card does the same by keyboard.
let dragged = null;

function lane(event) {
  const found = event.target.closest?.("[data-lane]");
  return dragged && found && !found.contains(dragged) ? found : null;
}

export function startBoard() {
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-give]") ?? null;
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    document.querySelectorAll(".at-over").forEach((one) => one.classList.remove("at-over"));
  });
  document.addEventListener("dragover", (event) => {
    const over = lane(event);
    document.querySelectorAll(".at-over").forEach((one) => one !== over && one.classList.remove("at-over"));
    if (!over) return;
    event.preventDefault();
    over.classList.add("at-over");
  });
  document.addEventListener("drop", (event) => {
    const over = lane(event);
    if (!over) return;
    event.preventDefault();
    const form = dragged.querySelector("form");
    form.elements.member.value = over.dataset.lane;
    form.requestSubmit();
  });
}
