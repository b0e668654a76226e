// Draws a chart from what the page says in its table. SVG, without an inline style that a strict policy would refuse.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const number = new Intl.NumberFormat(document.documentElement.lang || "fr");
const SYMBOLS = ["circle", "rect", "triangle", "diamond"];
const LINES = ["solid", "dashed", "dotted"];
const TINTS = ["primary", "accent", "info", "ask"];

// How many lines the legend takes in this width: a guess from the length of its words, generous rather than short.
const legendHeight = (series, width) => {
  let lines = 1;
  let used = 0;
  for (const { name } of series) {
    const item = name.length * 7.4 + 38;
    if (used && used + item > width) {
      lines += 1;
      used = 0;
    }
    used += item;
  }
  return lines * 20 + 18;
};

const option = ({ kind, said, categories, series }, width) => {
  const ink = { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 14 };
  const names = { type: "category", data: categories, axisLabel: { ...ink, interval: 0 }, axisLine: { lineStyle: { color: colour("edge") } } };
  const scale = {
    type: "value",
    minInterval: 1,
    splitNumber: width < 520 ? 3 : 5,
    axisLabel: { ...ink, hideOverlap: true, formatter: (value) => number.format(value) },
    splitLine: { lineStyle: { color: colour("line") } },
  };
  const lying = kind === "bar";
  return {
    animation: false,
    aria: { enabled: true, label: { description: said }, decal: { show: series.length > 1 } },
    color: TINTS.map(colour),
    textStyle: ink,
    grid: { left: 8, right: 28, top: series.length > 1 ? legendHeight(series, width) : 12, bottom: 8, containLabel: true },
    legend: series.length > 1 ? { top: 0, left: 0, textStyle: ink, selectedMode: false } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (value) => (value === null ? "non renseigné" : number.format(value)) },
    xAxis: lying ? scale : names,
    yAxis: lying ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, width: Math.min(220, width * 0.4), overflow: "truncate" } } : scale,
    // No two series share both a colour and a shape: after four, shapes shift and lines are dashed.
    series: series.map(({ name, values }, rank) => {
      const turn = Math.floor(rank / 4);
      return { name, type: kind, data: values, symbol: SYMBOLS[(rank + turn) % 4], symbolSize: 8, lineStyle: { type: LINES[turn % 3] }, barMaxWidth: 22 };
    }),
  };
};

for (const figure of document.querySelectorAll("[data-chart]:not([data-state])")) {
  const frame = figure.querySelector("[data-chart-frame]");
  const told = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const bars = told.kind === "bar" ? told.categories.length * (told.series.length * 18 + 16) + 70 : 280 + legendHeight(told.series, frame.clientWidth);
  frame.style.height = `${Math.max(160, bars)}px`;
  const drawn = init(frame, null, { renderer: "svg" });
  const paint = () => drawn.setOption(option(told, frame.clientWidth), true);
  paint();
  frame.setAttribute("role", "img");
  frame.setAttribute("aria-label", told.said);
  dark.addEventListener("change", paint);
  new ResizeObserver(() => {
    drawn.resize();
    paint();
  }).observe(frame);
  figure.dataset.state = "drawn";
}
