// The pages of models: the list, and a version with what can be asked of it.
import { h } from "../core/view.js";
import { ModelList } from "./list.js";
import { ModelPage } from "./model.js";

export default function Models({ route }) {
  const [, name] = route.parts;
  return name ? h(ModelPage, { route, name, key: name }) : h(ModelList);
}
