// Hooks that pages share: what is loaded, what is repeated, what waits for a pause in typing.
import { useState, useEffect, useRef, useCallback } from "./view.js";
import { get } from "./api.js";

/** What a function promises: `{data, problem, loading, reload}`; old data stays until new comes. */
export function useLoaded(load, inputs) {
  const [state, setState] = useState({ data: null, problem: null, loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    setState((old) => ({ ...old, loading: true }));
    Promise.resolve(load({ signal: stop.signal })).then(
      (data) => !stop.signal.aborted && setState({ data, problem: null, loading: false }),
      (problem) => !stop.signal.aborted && setState((old) => ({ data: old.data, problem, loading: false })),
    );
    return () => stop.abort();
  }, [...inputs, turn]);
  const reload = useCallback(() => setTurn((old) => old + 1), []);
  return { ...state, reload };
}

/** A resource by its path; none without a path. */
export function useResource(path) {
  const loaded = useLoaded((options) => (path ? get(path, options) : null), [path]);
  // Data of another path is not this path's.
  const owner = useRef(path);
  if (!loaded.loading) owner.current = path;
  return owner.current === path ? loaded : { ...loaded, data: null };
}

/** A value that follows another one after a pause. */
export function useSettled(value, milliseconds = 300) {
  const [settled, setSettled] = useState(value);
  const key = JSON.stringify(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [key, milliseconds]);
  return settled;
}

/** Calls again and again, while the page is seen. */
export function useInterval(action, milliseconds) {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    if (!milliseconds) return undefined;
    const timer = setInterval(() => document.hidden || latest.current(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}

/**
 * At most one call at a time and one per `milliseconds`; what is asked for meanwhile is done once
 * afterwards. So a fast run cannot flood the page.
 */
export function useThrottled(action, milliseconds) {
  const latest = useRef(action);
  latest.current = action;
  const state = useRef({ busy: false, again: false, timer: 0 });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return useCallback(() => {
    const own = state.current;
    const go = async () => {
      own.busy = true;
      own.again = false;
      const begin = performance.now();
      try {
        await latest.current();
      } finally {
        const pause = Math.max(0, milliseconds - (performance.now() - begin));
        own.timer = setTimeout(() => {
          own.busy = false;
          if (own.again) go();
        }, pause);
      }
    };
    if (own.busy) own.again = true;
    else go();
  }, [milliseconds]);
}
