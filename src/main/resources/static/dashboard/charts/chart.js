// One chart: ECharts is fetched when the first one is seen; charts share the time of a frame.
import { tags, classes, h, useEffect, useRef, useState } from "../core/view.js";
import { useDark, palette } from "../core/theme.js";

const { button, div, figcaption, figure, table, tbody, td, th, thead, tr } = tags;

let library = null;
const echarts = () => (library ??= import(document.documentElement.dataset.echarts));

/** What all charts share. */
function common(colours) {
  const axis = {
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.muted, fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colours.line, opacity: 0.6 } },
    nameTextStyle: { color: colours.muted, fontSize: 11 },
    nameTruncate: { maxWidth: 220, ellipsis: "…" },
  };
  return {
    color: colours.series,
    textStyle: { fontFamily: "system-ui, sans-serif", color: colours.text },
    categoryAxis: axis,
    valueAxis: axis,
    logAxis: axis,
    legend: { textStyle: { color: colours.text, fontSize: 11 }, pageIconColor: colours.text, pageTextStyle: { color: colours.text } },
    tooltip: { backgroundColor: colours.panel, borderColor: colours.line, textStyle: { color: colours.text, fontSize: 12 } },
    visualMap: { textStyle: { color: colours.muted, fontSize: 11 } },
  };
}

/** The charts that wait for their turn. A frame draws as many as it has time for. */
const waiting = new Set();
const BUDGET = 8;
let frame = 0;

function turn() {
  frame = 0;
  const begin = performance.now();
  for (const paint of waiting) {
    waiting.delete(paint);
    paint();
    if (performance.now() - begin > BUDGET) break;
  }
  if (waiting.size > 0) frame = requestAnimationFrame(turn);
}

function enqueue(paint) {
  waiting.add(paint);
  frame ||= requestAnimationFrame(turn);
}

/** A chart rests for so many times as long as it took to draw: slow machines draw less often. */
const RESTS = 4;

/** What must be the same for new numbers to go into the chart that is there. */
const shape = (option) => JSON.stringify([
  option.title?.text, option.legend?.type, option.legend?.width, option.legend?.data?.length, option.dataZoom?.length,
  option.series.map((one) => [one.type, one.name, one.showSymbol, Boolean(one.markLine), Boolean(one.markArea)])]);

function paint(state) {
  if (!state.chart) return;
  const begin = performance.now();
  const width = state.chart.getWidth();
  const option = { animation: false, ...state.option(palette(), width) };
  const own = shape(option);
  if (own === state.shape) {
    state.chart.setOption(option);
  } else {
    const zoom = state.chart.getOption()?.dataZoom?.map(({ start, end }) => ({ start, end }));
    state.chart.setOption(option, { notMerge: true });
    // A new picture of a running training keeps the part that was chosen.
    zoom?.forEach(({ start, end }, dataZoomIndex) => (start > 0 || end < 100) && state.chart.dispatchAction({ type: "dataZoom", dataZoomIndex, start, end }));
    state.shape = own;
  }
  state.drawn = state.option;
  state.width = width;
  const end = performance.now();
  state.next = end + RESTS * (end - begin);
}

function useChart(place, option, dark) {
  const own = useRef(null);
  own.current ??= { chart: null, option: null, shape: null, seen: false, drawn: null, width: 0, next: 0, timer: 0, paint: null };
  own.current.paint ??= () => paint(own.current);
  own.current.option = option;

  const draw = () => {
    const state = own.current;
    if (!state.chart || !state.seen || !state.option || state.timer) return;
    const width = state.chart.getWidth();
    // A legend has as many lines as it needs at this width; without any, nothing can be seen.
    if (width === 0 || (state.drawn === state.option && state.width === width)) return;
    const rest = state.next - performance.now();
    if (rest <= 0) {
      enqueue(state.paint);
      return;
    }
    state.timer = setTimeout(() => {
      state.timer = 0;
      draw();
    }, rest);
  };

  useEffect(() => {
    let left = false;
    const state = own.current;
    const watch = new IntersectionObserver(([entry]) => { state.seen = entry.isIntersecting; draw(); }, { rootMargin: "200px" });
    const size = new ResizeObserver(() => {
      state.chart?.resize();
      draw();
    });
    echarts().then((module) => {
      if (left) return;
      state.chart = module.init(place.current, common(palette()), { renderer: "canvas" });
      state.drawn = null;
      state.shape = null;
      watch.observe(place.current);
      size.observe(place.current);
    });
    return () => {
      left = true;
      watch.disconnect();
      size.disconnect();
      waiting.delete(state.paint);
      clearTimeout(state.timer);
      state.timer = 0;
      state.chart?.dispose();
      state.chart = null;
    };
  }, [dark]);
  useEffect(draw);
}

/**
 * @param option function of the theme's colours and the chart's width that gives ECharts' option; a new function draws anew
 * @param label what the chart shows, in words, for those who do not see it
 * @param data optional `{head, rows}`: the numbers as a table
 * @param waiting whether the numbers are on their way: the chart keeps its place, and nothing is drawn
 */
export function Chart({ option, label, title, note, size = "medium", data, actions, waiting = false }) {
  const place = useRef(null);
  const dark = useDark();
  const [open, setOpen] = useState(false);
  useChart(place, waiting ? null : option, dark);
  return figure({ class: "chart-figure" },
    (title || actions || data) && figcaption({},
      div({ class: "chart-title" }, title, note && div({ class: "note" }, note)),
      div({ class: "actions" }, actions,
        data && button({ type: "button", class: "quiet", disabled: waiting, "aria-label": `${open ? "Hide numbers" : "Numbers"}: ${label}`, "aria-expanded": String(open), onClick: () => setOpen(!open) }, open ? "Hide numbers" : "Numbers"))),
    div({ class: classes("chart", `chart-${size}`, waiting && "waiting waiting-row"), ref: place, role: "img", "aria-label": label, "aria-busy": String(waiting) }),
    open && h(Numbers, { data: data(), label }));
}

function Numbers({ data, label }) {
  return div({ class: "table-box numbers", tabIndex: 0, role: "region", "aria-label": `Numbers: ${label}` },
    table({},
      thead({}, tr({}, data.head.map((cell, index) => th({ key: index, scope: "col" }, cell)))),
      tbody({}, data.rows.map((row, index) => tr({ key: index }, row.map((cell, column) => td({ key: column, class: "number" }, cell)))))));
}
