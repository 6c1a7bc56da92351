// Tables that can be sorted and filtered.
import { tags, useMemo, useState } from "../core/view.js";

const { button, div, span, table, tbody, td, th, thead, tr, caption } = tags;

const compare = (left, right) => {
  if (left === right) return 0;
  if (left === null || left === undefined) return 1;
  if (right === null || right === undefined) return -1;
  return typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right), "en", { numeric: true });
};

/**
 * @param columns `{id, title, value(row), cell(row), number}`: what is sorted by, and what is shown
 */
export function Table({ columns, rows, label, rowKey, initial, descending = false }) {
  const [order, setOrder] = useState({ by: initial, down: descending });
  const sorted = useMemo(() => {
    const column = columns.find((one) => one.id === order.by);
    if (!column?.value) return rows;
    const keyed = rows.map((row) => [column.value(row), row]);
    // What is missing comes last, whichever way.
    keyed.sort(([left], [right]) => (left === null || right === null ? compare(left, right) : (order.down ? -1 : 1) * compare(left, right)));
    return keyed.map(([, row]) => row);
  }, [rows, order, columns]);
  const sort = (id) => setOrder((old) => ({ by: id, down: old.by === id ? !old.down : false }));
  return div({ class: "table-box", tabIndex: 0, role: "region", "aria-label": label },
    table({ class: "list" },
      caption({ class: "unseen" }, label),
      thead({}, tr({}, columns.map((column) =>
        th({
          key: column.id, scope: "col", class: column.number ? "number" : undefined,
          "aria-sort": order.by === column.id ? (order.down ? "descending" : "ascending") : undefined,
        }, column.value
          ? button({ type: "button", class: "sort", onClick: () => sort(column.id) }, column.title,
            span({ "aria-hidden": "true" }, order.by === column.id ? (order.down ? " ↓" : " ↑") : ""))
          : column.title)))),
      tbody({}, sorted.map((row) => tr({ key: rowKey(row) }, columns.map((column) =>
        td({ key: column.id, class: column.number ? "number" : undefined }, column.cell ? column.cell(row) : column.value(row))))))));
}
