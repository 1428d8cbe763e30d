// From our plain description of a chart (portals/shared/charts.py) to ECharts options, in the brand's colours.
const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;

// A canvas cannot read light-dark() or oklch() reliably: let the browser paint one pixel and read it back.
function colour(name, place) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  place.append(probe);
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${r}, ${g}, ${b})`;
}

function look(place) {
  const of = (name) => colour(name, place);
  return {
    series: [1, 2, 3, 4, 5, 6].map((n) => of(`--chart-${n}`)),
    ink: of("--at-ink"), soft: of("--at-ink-2"), line: of("--at-line"), ground: of("--at-grey-0"),
    good: of("--tone-good"), bad: of("--tone-bad"),
    font: getComputedStyle(place).fontFamily,
  };
}

function common(data, look) {
  return {
    animation: !STILL,
    color: look.series,
    textStyle: { fontFamily: look.font, color: look.ink },
    aria: { enabled: true, label: { description: data.title } },
    tooltip: {
      renderMode: "richText", confine: true, backgroundColor: look.ground, borderColor: look.line,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: 12 },
    },
  };
}

function number(value, data) {
  const digits = data.digits ?? 2;
  const text = new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(Number(value));
  return data.unit ? `${text} ${data.unit}` : text;
}

function short(value) {
  return new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

function axes(data, look, sideways = false) {
  const names = {
    type: "category", data: data.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: look.line } },
    axisLabel: { color: look.soft, hideOverlap: true },
  };
  const values = {
    type: "value", minInterval: data.digits === 0 ? 1 : 0, splitLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.soft, formatter: short },
  };
  return sideways ? { xAxis: values, yAxis: { ...names, inverse: true } } : { xAxis: names, yAxis: values };
}

function grid(data, look, kind, sideways = false) {
  const many = data.series.length > 1;
  return {
    ...common(data, look),
    tooltip: { ...common(data, look).tooltip, trigger: "axis", valueFormatter: (value) => number(value, data) },
    grid: { left: 4, right: 8, top: 12, bottom: many ? 28 : 4, containLabel: true },
    legend: many ? { bottom: 0, icon: "circle", itemWidth: 8, textStyle: { color: look.soft } } : undefined,
    ...axes(data, look, sideways),
    series: data.series.map((series) => ({ name: series.name, data: series.values.map(Number), ...kind(series) })),
  };
}

function spark(data, look) {
  const option = grid({ ...data, series: data.series.slice(0, 1) }, look, () => ({ type: "line", showSymbol: false, areaStyle: { opacity: 0.15 } }));
  return { ...option, grid: { left: 0, right: 0, top: 2, bottom: 2 }, xAxis: { ...option.xAxis, show: false }, yAxis: { show: false, type: "value" } };
}

// A waterfall is a stacked bar on an invisible foot; the last bar is the total.
function waterfall(data, look) {
  const values = data.series[0].values.map(Number);
  let height = 0;
  const feet = [];
  const bars = values.map((value, index) => {
    const total = index === values.length - 1 && data.total;
    feet.push(total ? 0 : Math.min(height, height + value));
    height += total ? 0 : value;
    return { value: Math.abs(value), itemStyle: { color: total || index === 0 ? look.series[0] : value < 0 ? look.bad : look.good } };
  });
  const option = grid(data, look, () => ({ type: "bar" }));
  const tip = (points) => `${points[0].name}\n${number(values[points[0].dataIndex], data)}`;
  return {
    ...option,
    tooltip: { ...option.tooltip, formatter: tip },
    series: [
      { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: feet },
      { type: "bar", stack: "all", barMaxWidth: 44, data: bars },
    ],
  };
}

function pairs(data) {
  return data.labels.map((name, index) => ({ name, value: Number(data.series[0].values[index]) }));
}

const valueTip = (data) => (point) => `${point.name}\n${number(Array.isArray(point.value) ? point.value[2] : point.value, data)}`;

function whole(data, look, series) {
  const base = common(data, look);
  return { ...base, tooltip: { ...base.tooltip, formatter: valueTip(data) }, series: [series] };
}

function heatmap(data, look) {
  const cells = data.series.flatMap((row, y) => row.values.map((value, x) => [x, y, Number(value)]));
  const values = cells.map((cell) => cell[2]);
  const least = Math.min(0, ...values);
  const most = Math.max(1, -least, ...values);
  return {
    ...whole(data, look, { type: "heatmap", data: cells, itemStyle: { borderColor: look.ground, borderWidth: 2 } }),
    grid: { left: 4, right: 8, top: 8, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: data.labels, axisTick: { show: false }, axisLabel: { color: look.soft } },
    yAxis: { type: "category", data: data.series.map((row) => row.name), axisTick: { show: false }, axisLabel: { color: look.soft } },
    // What falls below zero is seen at once: its own colour, as strong as the same amount above.
    visualMap: { show: false, min: least < 0 ? -most : 0, max: most, inRange: { color: [...(least < 0 ? [look.bad] : []), look.line, look.series[0]] } },
  };
}

const KINDS = {
  line: (data, look) => grid(data, look, () => ({ type: "line", showSymbol: false, smooth: 0.15 })),
  area: (data, look) => grid(data, look, () => ({ type: "line", showSymbol: false, smooth: 0.15, areaStyle: { opacity: 0.14 } })),
  bar: (data, look) => grid(data, look, () => ({ type: "bar", barMaxWidth: 28 })),
  stacked: (data, look) => grid(data, look, () => ({ type: "bar", stack: "all", barMaxWidth: 28 })),
  sideways: (data, look) => grid(data, look, () => ({ type: "bar", barMaxWidth: 18 }), true),
  spark,
  waterfall,
  heatmap,
  ring: (data, look) =>
    whole(data, look, { type: "pie", radius: ["55%", "82%"], data: pairs(data), label: { color: look.soft }, itemStyle: { borderColor: look.ground, borderWidth: 2 } }),
  funnel: (data, look) =>
    whole(data, look, { type: "funnel", sort: "none", gap: 3, left: 0, right: 0, top: 4, bottom: 4, data: pairs(data), label: { position: "inside" } }),
  treemap: (data, look) =>
    whole(data, look, { type: "treemap", roam: false, nodeClick: false, breadcrumb: { show: false }, data: data.tree ?? pairs(data), left: 0, right: 0, top: 0, bottom: 0, itemStyle: { borderColor: look.ground } }),
  sankey: (data, look) =>
    whole(data, look, { type: "sankey", nodes: data.nodes, links: data.links, label: { color: look.soft }, lineStyle: { color: "source", opacity: 0.3 } }),
};

export function optionOf(data, place) {
  return (KINDS[data.kind] ?? KINDS.line)(data, look(place));
}
