// One SVG sprite of the Tabler icons that templates and navigation really name.
// Names are found in the sources (icon="users", <c-icon name="users">, icon: str = "users"), plus the list below
// for icons that are named only at run time.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ALWAYS = `
  alert-triangle alert-circle arrow-back-up arrow-down-left arrow-left arrow-narrow-down arrow-narrow-right
  arrow-narrow-up arrow-right arrow-up-right arrows-exchange arrows-left-right bell briefcase building building-bank
  calendar cash chart-area chart-bar chart-line chart-pie check checklist chevron-down chevron-left chevron-right
  chevron-up circle-check circle-x clock coin coins command confetti copy credit-card database device-desktop
  device-mobile dots door-enter door-exit download edit external-link eye eye-off file-text filter flag fingerprint
  gauge gift hash heart-rate-monitor help-circle history home hourglass id id-badge-2 inbox info-circle key keyboard
  language layout-dashboard layout-sidebar-left-collapse layout-sidebar-left-expand link list lock lock-open login
  logout mail map-pin menu-2 message message-circle minus mood-empty moon network note notes palette paperclip
  password percentage phone plug plug-connected-x plus printer qrcode receipt receipt-2 refresh report rocket route
  scale search send server server-2 settings shield shield-check shield-lock sitemap sparkles stack-2 star sun
  table tag target-arrow timeline timeline-event tool transfer transfer-in transfer-out trash trending-down
  trending-up trophy user user-check user-circle user-plus user-search users users-group versions wallet wifi-off
  world x zoom-question activity adjustments affiliate ban bolt building-community businessplan calculator
  chart-candle circle-dot circle-dashed cloud flame folder git-branch hierarchy-2 hierarchy-3 hand-stop hexagon
  progress-check progress-x rotate shopping-cart status-change switch-horizontal tournament user-cog
  user-dollar users-plus world-www zzz at checkbox checks file-import file-export list-check
  loader progress-check user-share tag-off player-stop columns upload arrow-forward-up pin pinned repeat device-laptop
`.split(/\s+/).filter(Boolean);

const NAMED = [
  /<c-icon\s[^>]*?name="([a-z0-9-]+)"/g,
  /\sicon="([a-z0-9-]+)"/g,
  /\{% icon "([a-z0-9-]+)" %\}/g,
  /icon\s*[:=]\s*(?:str\s*=\s*)?["']([a-z0-9-]+)["']/g,
];

export function sprite(root) {
  const names = [...new Set([...ALWAYS, ...namesInSources(join(root, "portals"))])].sort();
  const symbols = names.map((name) => symbol(root, name)).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

function symbol(root, name) {
  const file = join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
  // A wrong name leaves one empty square, not a product without pages; a test finds it.
  if (!existsSync(file)) return console.warn(`assets: no Tabler outline icon is called "${name}" (https://tabler.io/icons)`);
  const drawing = readFileSync(file, "utf8").match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  const lines = drawing.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "").replace(/\s*\n\s*/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"` +
    ` stroke-linecap="round" stroke-linejoin="round">${lines}</symbol>`
  );
}

function namesInSources(folder) {
  const names = [];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(html|py)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const pattern of NAMED) for (const match of text.matchAll(pattern)) names.push(match[1]);
  }
  return names;
}
