// Pictures by ECharts: only the kinds we use. The data stand beside the place as JSON and in a table under it.
import { BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, SankeyChart, TreemapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { optionOf } from "./chart_options.js";

use([
  BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, SankeyChart, TreemapChart,
  AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

const drawn = new Map();

export function draw(place) {
  place.dataset.drawn = "";
  const chart = init(place, null, { renderer: "canvas" });
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  drawn.set(place, { chart, data });
  render(place);
  new ResizeObserver(() => (place.isConnected ? chart.resize() : forget(place))).observe(place);
}

function render(place) {
  const { chart, data } = drawn.get(place);
  chart.setOption(optionOf(data, place), true);
}

function forget(place) {
  drawn.get(place)?.chart.dispose();
  drawn.delete(place);
}

document.addEventListener("atrium:theme", () => {
  for (const place of [...drawn.keys()]) place.isConnected ? render(place) : forget(place);
});
