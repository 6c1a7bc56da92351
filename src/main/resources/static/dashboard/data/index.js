// The pages of data sets: the list, a new one, one of them.
import { h } from "../core/view.js";
import { DatasetList } from "./list.js";
import { NewDataset } from "./create.js";
import { DatasetPage } from "./dataset.js";

export default function Data({ route }) {
  const [, id] = route.parts;
  if (!id) return h(DatasetList);
  if (id === "new") return h(NewDataset, { query: route.query });
  return h(DatasetPage, { id, key: id });
}
