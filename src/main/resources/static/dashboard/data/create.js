// A new data set: a file with what is to be known about it, or a generator.
import { tags, h, useState } from "../core/view.js";
import { link } from "../core/route.js";
import { Page, Panel, Tabs } from "../parts/basic.js";
import { Select, Text } from "../parts/fields.js";
import { Drop } from "./upload.js";
import { Generate } from "./generate.js";

const { div } = tags;

function FromFile() {
  const [options, setOptions] = useState({});
  const set = (name) => (value) => setOptions((old) => {
    const next = { ...old, [name]: value };
    if (value === "") delete next[name];
    return next;
  });
  return h(Panel, { title: "From a file", note: "What is left empty is recognized" },
    div({ class: "fields" },
      h(Text, { label: "Name", value: options.name, onChange: set("name"), help: "The file's name by default." }),
      h(Text, { label: "Target column", value: options.target, onChange: set("target"), help: "A name, or an index from 0; the last column by default." }),
      h(Select, { label: "First line", value: options.header ?? "auto", onChange: set("header"), options: [["auto", "recognize"], ["true", "names of the columns"], ["false", "already a row"]] }),
      h(Text, { label: "Delimiter", value: options.delimiter, onChange: set("delimiter"), help: "One character; recognized by default." }),
      h(Text, { label: "Missing values", value: options.missing, onChange: set("missing"), placeholder: "?,NA,NaN,null", help: "Comma-separated tokens; an empty field is always missing." })),
    h(Drop, { options }));
}

export function NewDataset({ query }) {
  const way = query.way === "generator" ? "generator" : "file";
  return h(Page, { title: "New data set", crumbs: [["Data sets", link(["data"])]] },
    h(Tabs, { label: "Where the rows come from", current: way, items: [["file", "File", link(["data", "new"])], ["generator", "Generator", link(["data", "new"], { way: "generator" })]] }),
    way === "file" ? h(FromFile) : h(Generate));
}
