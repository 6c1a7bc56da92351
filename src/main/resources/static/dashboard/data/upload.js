// A file on its way: dropped or chosen, with its progress.
import { tags, h, classes, useRef, useState } from "../core/view.js";
import { upload } from "../core/api.js";
import { bytes } from "../core/format.js";
import { go } from "../core/route.js";
import { tell } from "../parts/dialog.js";
import { Problem, Progress } from "../parts/basic.js";

const { button, div, input, p, span } = tags;

/** The service refuses a longer name. */
export const LONGEST_NAME = 200;

/** @param options what the form says about the file: name, target, header, delimiter, missing */
export function Drop({ options = {} }) {
  const [over, setOver] = useState(false);
  const [state, setState] = useState({ file: null, share: 0, problem: null });
  const chooser = useRef(null);

  const send = async (files) => {
    const file = files[0];
    if (!file) return;
    setState({ file, share: 0, problem: null });
    const form = new FormData();
    form.append("options", new Blob([JSON.stringify({ name: file.name.replace(/\.(csv|json|ndjson|idx|gz)+$/i, "").slice(0, LONGEST_NAME), ...options })], { type: "application/json" }));
    form.append("file", file);
    if (files[1]) form.append("labels", files[1]);
    try {
      const made = await upload("datasets", form, null, (share) => setState((old) => ({ ...old, share })));
      tell(`${made.name} is stored.`);
      go(["data", made.id]);
    } catch (problem) {
      setState({ file: null, share: 0, problem });
    }
  };

  const drag = (inside) => (event) => {
    event.preventDefault();
    setOver(inside);
  };
  return div({ class: "stack" },
    div({
      class: classes("drop", over && "drop-over"),
      onDragOver: drag(true), onDragEnter: drag(true), onDragLeave: drag(false),
      onDrop: (event) => { drag(false)(event); send(event.dataTransfer.files); },
    },
    state.file
      ? [p({ key: "name" }, state.file.name, " · ", bytes(state.file.size)),
        h(Progress, { key: "bar", fraction: state.share, label: "Upload" }),
        p({ class: "muted", key: "share", role: "status" }, state.share < 1 ? `${Math.floor(state.share * 100)} % sent` : "sent; the service reads the rows …")]
      : [p({ key: "text" }, "Drop a file here, or ", button({ type: "button", onClick: () => chooser.current.click() }, "choose one")),
        span({ class: "help", key: "help" }, "The last column is the target unless you say otherwise. IDX images need their labels as a second file.")],
    input({ ref: chooser, class: "unseen", type: "file", multiple: true, tabIndex: -1, "aria-label": "File to upload", accept: ".csv,.json,.ndjson,.gz,.idx,text/csv,application/json", onChange: (event) => { send([...event.target.files]); event.target.value = ""; } })),
    h(Problem, { problem: state.problem }));
}
