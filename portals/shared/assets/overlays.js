// Drawer, dialogs and menus. The drawer takes any page that answers a request for #drawer-body with a fragment.
import htmx from "htmx.org";

const drawer = () => document.getElementById("drawer");

export function openDrawer(url) {
  const dialog = drawer();
  if (!dialog) return location.assign(url);
  const waiting = document.getElementById("drawer-waiting");
  const body = document.getElementById("drawer-body");
  body.replaceChildren(waiting.content.cloneNode(true));
  dialog.querySelector("[data-drawer-page]").href = url;
  if (!dialog.open) {
    giveFocusBack(dialog, document.activeElement);
    dialog.showModal();
  }
  htmx.ajax("GET", url, { target: "#drawer-body", swap: "innerHTML" });
}

// The browser gives focus back to what had it; if that was replaced meanwhile, to what now has its name.
function giveFocusBack(dialog, opener) {
  const back = () => {
    if (!opener?.isConnected && opener?.id) document.getElementById(opener.id)?.focus();
  };
  dialog.addEventListener("close", back, { once: true });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.at-menu[open], details.at-hint[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function onClick(event) {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.openDialog)?.showModal();
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  // A click on the backdrop hits the dialog itself, one inside hits a child.
  if (event.target instanceof HTMLDialogElement && event.target.open && outside(event)) event.target.close();
  const link = event.target.closest("a[data-drawer]");
  if (link && !link.closest("[data-row]") && plain(event)) {
    event.preventDefault();
    openDrawer(link.href);
  }
  closeMenus(event.target.closest("details.at-menu, details.at-hint"));
}

function outside(event) {
  const box = event.target.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

export function plain(event) {
  return !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
}

export function startOverlays() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
  });
  // A fragment may ask to close what it was opened in: HX-Trigger: closeDrawer.
  document.addEventListener("closeDrawer", () => drawer()?.close());
}
