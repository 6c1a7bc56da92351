// Legends whose entries can all be read: ECharts by itself cuts off what does not fit into one line.
import { hint } from "./hint.js";

const FONT = 11;
const LINE = 14;
const PADDING = 5;
const GAP = 4;
/** Between an entry's sign and its name, by ECharts. */
const TEXT_GAP = 5;
/** After a name in a column. */
const AFTER = 8;
const LONGEST = 180;
const MOST_LINES = 5;
/** The room of the two arrows that turn pages. */
const BUTTONS = 30;

let context = null;
function widthOf(text) {
  context ??= document.createElement("canvas").getContext("2d");
  context.font = `${FONT}px system-ui, sans-serif`;
  return Math.ceil(context.measureText(text).width);
}

/** A name without its middle: names of one kind often differ at their ends. */
function shortened(name, most) {
  let text = name;
  for (let kept = name.length - 1; kept > 1 && widthOf(text) > most; kept -= 1) {
    text = `${name.slice(0, Math.ceil(kept * 0.6))}…${name.slice(name.length - Math.floor(kept * 0.4))}`;
  }
  return text;
}

/**
 * One line if that is enough, else columns. Very many entries are turned over like pages, by whole
 * columns, too.
 *
 * @param names of the entries
 * @param width of the chart
 * @param sign the width of an entry's sign
 * @returns `{legend, height}`: ECharts' option, and the room that it takes at the chart's top
 */
export function legendOf(names, width, { sign = 20, data = names } = {}) {
  const room = width - 2 * PADDING;
  const own = { type: "plain", top: 0, left: 0, padding: PADDING, itemWidth: sign, itemHeight: 9, itemGap: GAP + AFTER, data };
  const widths = names.map(widthOf);
  const around = sign + TEXT_GAP + AFTER + GAP;
  if (widths.reduce((sum, one) => sum + one + around, 0) <= room) return { legend: own, height: LINE + 2 * PADDING };

  const longest = Math.max(...widths);
  const columns = (text) => Math.max(1, Math.floor(room / (text + around)));
  const lines = (text) => Math.ceil(names.length / columns(text));
  // Where whole names would take too many lines, they are cut short: the tooltip has all of them.
  const whole = Math.min(longest, room - around);
  const least = lines(whole) <= MOST_LINES ? whole : Math.max(FONT, Math.min(longest, LONGEST, Math.floor(room / 2) - around));
  const paged = lines(least) > MOST_LINES;
  const pager = paged ? BUTTONS + widthOf(`${names.length}/${names.length}`) : 0;
  const shown = Math.max(1, Math.floor((room - pager) / (least + around)));
  const text = Math.min(longest, Math.floor((room - pager) / shown) - around);
  // A page begins with the last entry of the one before.
  const pages = Math.ceil(names.length / Math.max(1, shown - 1));
  return {
    legend: {
      ...own, type: paged ? "scroll" : "plain", itemGap: GAP, pageButtonGap: AFTER,
      pageTextStyle: { fontSize: FONT },
      // The last column is seen up to its name's end, and nothing of the next one while the pages' number is short.
      width: shown * (text + around) + (paged ? BUTTONS + widthOf(`${pages}/${pages}`) - GAP : 0),
      formatter: (name) => shortened(name, text),
      // A ground, though it is not seen, makes each entry as wide as its column.
      textStyle: { width: text, lineHeight: LINE, padding: [0, AFTER, 0, 0], backgroundColor: "transparent" },
      tooltip: { show: true, formatter: ({ name }) => hint(name, []) },
    },
    height: (paged ? 1 : lines(least)) * (LINE + GAP) - GAP + 2 * PADDING,
  };
}

/** A legend and the grid below it; no legend for a single name, which the title tells. */
export function legendAbove(names, width, grid, options) {
  if (names.length < 2) return { grid: { ...grid, top: 14 } };
  const { legend, height } = legendOf(names, width, options);
  return { legend, grid: { ...grid, top: height + 8 } };
}
