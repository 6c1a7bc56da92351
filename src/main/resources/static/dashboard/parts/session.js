// Who is asking: nothing is asked where the service has no authentication.
import { tags, h, useCallback, useEffect, useState } from "../core/view.js";
import { get, post, remove, onSignedOut } from "../core/api.js";
import { Problem } from "./basic.js";
import { Field } from "./fields.js";

const { button, form, h1, input, p, section, span } = tags;

export function useSession() {
  const [state, setState] = useState({ known: false, locked: false, name: null, canLeave: false });
  const ask = useCallback(() => get("session").then(
    (own) => setState({ known: true, locked: own.authenticationRequired && !own.authenticated, name: own.name, canLeave: own.authenticated }),
    // 404: a service without authentication. Anything else is told by the page itself.
    (problem) => setState({ known: true, locked: problem.status === 401, name: null, canLeave: false })), []);
  useEffect(() => {
    onSignedOut(() => setState((old) => ({ ...old, known: true, locked: true })));
    ask();
  }, []);
  return { ...state, ask };
}

export function SignIn({ session }) {
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    try {
      await post("session", { key });
      setProblem(null);
      session.ask();
    } catch (refused) {
      setProblem(refused);
    }
  };
  return section({ class: "sign-in panel" },
    h1({}, "Sign in"),
    p({ class: "muted" }, "This service asks for an API key. It is kept by the service's cookie for this browser, not by the page. Who runs the service makes keys; the first one is in its log."),
    form({ onSubmit: submit },
      h(Field, { label: "API key", error: problem?.status === 401 ? "This key is not known." : null, control: (own) =>
        input({ ...own, type: "password", autocomplete: "current-password", value: key, required: true, onInput: (event) => setKey(event.target.value) }) }),
      problem && problem.status !== 401 && h(Problem, { problem }),
      button({ type: "submit", class: "primary" }, "Sign in")));
}

export function SignOut({ session }) {
  if (!session.canLeave) return null;
  const leave = () => remove("session").then(session.ask, session.ask);
  return span({ class: "who" }, session.name, " ", button({ type: "button", class: "quiet", onClick: leave }, "Sign out"));
}
