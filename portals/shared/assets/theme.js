// Light or dark, and the width of the rail: remembered in a cookie so that the server draws the next page right.
const YEAR_SECONDS = 31_536_000;

function remember(name, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}

function toggleTheme() {
  const root = document.documentElement;
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  remember("atrium_theme", theme);
  document.dispatchEvent(new CustomEvent("atrium:theme", { detail: { theme } }));
}

function toggleRail() {
  const body = document.body;
  body.dataset.rail = body.dataset.rail === "narrow" ? "wide" : "narrow";
  remember("atrium_rail", body.dataset.rail);
}

export function startTheme() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-toggle]")) toggleTheme();
    if (event.target.closest("[data-rail-toggle]")) toggleRail();
  });
}
