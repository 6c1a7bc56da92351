// Tooltips are made of elements: styles in markup are refused.

/** A tooltip's content: a title and pairs. */
export function hint(title, pairs) {
  const box = document.createElement("div");
  box.className = "hint";
  const head = document.createElement("strong");
  head.textContent = title;
  box.append(head);
  for (const [name, value] of pairs) {
    const line = document.createElement("div");
    const left = document.createElement("span");
    left.textContent = name;
    const right = document.createElement("span");
    right.textContent = value;
    line.append(left, right);
    box.append(line);
  }
  return box;
}
