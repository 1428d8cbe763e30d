// Everything a page needs besides charts. No inline script anywhere: behaviour hangs on data attributes.
import htmx from "htmx.org";
import "htmx-ext-ws";
import { startAlpine } from "./alpine.js";
import { startCharts } from "./chart_loader.js";
import { startForms } from "./forms.js";
import { startKeyboard } from "./keyboard.js";
import { startLists } from "./lists.js";
import { startLive } from "./live.js";
import { startOverlays } from "./overlays.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toasts.js";
import { startWork } from "./work.js";

window.htmx = htmx;
startTheme();
startOverlays();
startToasts();
startForms();
startLists();
startLive();
startKeyboard();
startWork();
startCharts();
startAlpine();
