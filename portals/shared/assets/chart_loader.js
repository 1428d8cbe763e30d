// The chart code is fetched only by a page that has a chart.
let drawing = null;

async function drawAll(root) {
  const places = root.querySelectorAll?.("[data-chart]:not([data-drawn])") ?? [];
  if (!places.length) return;
  drawing ??= import(document.querySelector('meta[name="atrium-charts"]').content);
  const { draw } = await drawing;
  for (const place of places) draw(place);
}

export function startCharts() {
  drawAll(document);
  document.addEventListener("htmx:load", (event) => drawAll(event.target));
}
