// “/” from anywhere: results live as one types, arrows move, Enter opens.
const dialog = () => document.getElementById("search");
let at = -1;

function found() {
  return [...dialog().querySelectorAll("[role=option]")];
}

function mark(to) {
  const all = found();
  at = all.length ? Math.max(0, Math.min(all.length - 1, to)) : -1;
  all.forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
  const input = dialog().querySelector("input");
  if (at < 0) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }
}

export function openSearch() {
  if (!dialog()) return false;
  if (!dialog().open) dialog().showModal();
  dialog().querySelector("input").select();
  return true;
}

export function startSearch() {
  if (!dialog()) return;
  dialog().addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") found()[at]?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "search-results" || dialog().contains(event.detail.target)) mark(0);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-search]")) openSearch();
  });
}
