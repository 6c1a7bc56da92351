// Questions before what cannot be undone, and short messages after what was done.
import { tags, h, render, useEffect, useRef, useState } from "../core/view.js";

const { button, dialog, div, form, h2, p } = tags;

function Question({ title, text, action, danger, answer }) {
  const box = useRef(null);
  useEffect(() => box.current.showModal(), []);
  return dialog({ ref: box, onClose: () => answer(false), "aria-labelledby": "question" },
    form({ method: "dialog", onSubmit: (event) => { event.preventDefault(); answer(true); } },
      h2({ id: "question" }, title), p({}, text),
      div({ class: "actions" },
        button({ type: "button", onClick: () => answer(false) }, "Keep"),
        button({ type: "submit", class: danger ? "danger" : "primary" }, action))));
}

/** Asks, and promises whether the answer was yes. */
export function confirm(question) {
  const place = document.createElement("div");
  document.body.append(place);
  return new Promise((resolve) => {
    const answer = (yes) => {
      render(null, place);
      place.remove();
      resolve(yes);
    };
    render(h(Question, { ...question, answer }), place);
  });
}

let say = () => {};

/** Says in passing what was done. */
export const tell = (text) => say(text);

export function Messages() {
  const [text, setText] = useState("");
  useEffect(() => {
    let timer = 0;
    say = (next) => {
      setText(next);
      clearTimeout(timer);
      timer = setTimeout(() => setText(""), 5000);
    };
    return () => clearTimeout(timer);
  }, []);
  return div({ class: "messages", role: "status", "aria-live": "polite" }, text && div({ class: "message" }, text));
}
