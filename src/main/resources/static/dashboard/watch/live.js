// A run as it is now: its events move the page; what is shown is fetched when it has changed.
import { useCallback, useEffect, useRef, useState } from "../core/view.js";
import { get } from "../core/api.js";
import { useThrottled } from "../core/hooks.js";

export const ENDED = new Set(["succeeded", "stopped", "cancelled", "failed"]);
const POINTS = 1000;
const PAUSE = 500;
const MOMENT = 80;
const SERIES = ["trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "learningRate", "gradientNorm", "seconds", "samplesPerSecond"];

/** Appends an epoch's figures to curves, in place of what they may already have of it. */
function append(curves, figures) {
  const { epochs } = curves;
  let at = epochs.length;
  while (at > 0 && epochs[at - 1] >= figures.epoch) at -= 1;
  epochs.length = at;
  epochs.push(figures.epoch);
  for (const name of SERIES) {
    const values = (curves.series[name] ??= []);
    values.length = at;
    values.push(figures[name] ?? null);
  }
}

/** The run, its curves, and the last epoch that has statistics of layers. */
export function useLive(id) {
  const [run, setRun] = useState(null);
  const [problem, setProblem] = useState(null);
  const [curves, setCurves] = useState(null);
  const [layersEpoch, setLayersEpoch] = useState(null);
  const own = useRef({ timer: 0, curves: { epochs: [], series: {} }, layers: null });

  // Many events may come within a moment: what they tell is gathered, and drawn once.
  const show = useCallback(() => {
    const state = own.current;
    state.timer ||= setTimeout(() => {
      state.timer = 0;
      setCurves({ epochs: [...state.curves.epochs], series: { ...state.curves.series } });
      setLayersEpoch(state.layers);
    }, MOMENT);
  }, []);

  const refresh = useThrottled(async () => {
    try {
      setRun(await get(`runs/${id}`));
      setProblem(null);
    } catch (refused) {
      setProblem(refused);
    }
  }, PAUSE);

  // A long run's curves are thinned out by the service, now and then.
  const reload = useThrottled(async () => {
    const all = await get(`runs/${id}/curves?maxPoints=${POINTS}`).catch(() => null);
    if (!all) return;
    const { epochs, series } = own.current.curves;
    own.current.curves = all;
    // What came while that was on its way.
    const last = all.epochs.at(-1) ?? 0;
    epochs.forEach((epoch, at) => epoch > last && append(all, { epoch, ...Object.fromEntries(SERIES.map((name) => [name, series[name]?.[at]])) }));
    show();
  }, PAUSE);

  useEffect(() => {
    let source = null;
    let left = false;
    const listen = (after) => {
      source = new EventSource(`/api/v1/runs/${id}/events${after ? `?after=${after}` : ""}`);
      source.addEventListener("state", () => refresh());
      source.addEventListener("epoch", ({ data }) => {
        append(own.current.curves, JSON.parse(data));
        if (own.current.curves.epochs.length > 2 * POINTS) reload();
        show();
        refresh();
      });
      source.addEventListener("layers", ({ data }) => {
        own.current.layers = JSON.parse(data).epoch;
        show();
      });
      source.addEventListener("end", () => {
        source.close();
        refresh();
        reload();
      });
    };
    get(`runs/${id}`).then(async (first) => {
      if (left) return;
      setRun(first);
      if (ENDED.has(first.state)) {
        own.current.layers = first.startedAt && first.progress.epoch;
        reload();
      } else {
        listen();
      }
    }).catch((refused) => left || setProblem(refused));
    return () => {
      left = true;
      source?.close();
      clearTimeout(own.current.timer);
      own.current.timer = 0;
    };
  }, [id]);

  return { run, problem, curves, layersEpoch, refresh, setRun };
}
