// Stands between a page and the service: a run that has ended goes on, as fast as one wants.
(() => {
  const SERIES = ["trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "learningRate", "gradientNorm", "seconds", "samplesPerSecond"];
  const sources = new Set();
  const realFetch = window.fetch.bind(window);
  const longTasks = [];
  let last = 0;

  window.fetch = async (address, options) => {
    const answer = await realFetch(address, options);
    if (!answer.ok || !/\/runs\/[^/?]+$/.test(new URL(address, location).pathname)) return answer;
    const run = await answer.json();
    return new Response(JSON.stringify({ ...run, state: "running", finishedAt: null }), { status: 200 });
  };
  window.EventSource = class extends EventTarget {
    constructor() {
      super();
      sources.add(this);
    }
    close() {
      sources.delete(this);
    }
  };
  new PerformanceObserver((list) => longTasks.push(...list.getEntries())).observe({ type: "longtask" });

  const send = (epoch, figures) => {
    last = epoch;
    for (const source of sources) {
      source.dispatchEvent(new MessageEvent("layers", { data: JSON.stringify({ epoch }) }));
      source.dispatchEvent(new MessageEvent("epoch", { data: JSON.stringify({ epoch, ...figures }) }));
    }
  };

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

  /** The last epoch that the chart of the loss shows; null on pages without it. */
  async function shown() {
    const library = await import(document.documentElement.dataset.echarts);
    const place = document.querySelector("[aria-label='Training and validation loss over epochs']");
    const chart = place && library.getInstanceByDom(place);
    return () => {
      const data = chart?.getModel()?.getSeriesByIndex(0)?.getRawData();
      return data?.count() ? data.get("x", data.count() - 1) : null;
    };
  }

  const sorted = (values) => Float64Array.from(values).sort();
  const at = (values, share) => (values.length ? Math.round(values[Math.min(values.length - 1, Math.floor(share * values.length))] * 10) / 10 : null);
  const figures = (values) => {
    const own = sorted(values);
    return { count: own.length, median: at(own, 0.5), p95: at(own, 0.95), p99: at(own, 0.99), most: at(own, 1) };
  };

  /** Waits until the last event is drawn, or anything where there are no curves. */
  async function drawn() {
    for (;;) {
      await frame();
      const read = await shown();
      if (read() === null ? document.querySelector(".chart canvas") : read() >= last) break;
    }
  }

  window.live = {
    drawn,
    listening: () => sources.size > 0,

    /** Sends all that a run's log has at once, as a page gets it that has just been opened. */
    async replay(id) {
      const { epochs, series } = await (await realFetch(`/api/v1/runs/${id}/curves`)).json();
      const begin = performance.now();
      epochs.forEach((epoch, index) => send(epoch, Object.fromEntries(SERIES.map((name) => [name, series[name][index]]))));
      const sent = performance.now() - begin;
      await drawn();
      return { epochs: epochs.length, sent: Math.round(sent), drawn: Math.round(performance.now() - begin) };
    },

    /** Sends so many epochs a second, and measures what that does to the page. */
    async feed(rate, seconds) {
      const read = await shown();
      const first = last;
      longTasks.length = 0;
      const frames = [];
      const lags = [];
      const begin = performance.now();
      // When an event was due, not when a busy page came to send it.
      const due = (epoch) => begin + ((epoch - first) * 1000) / rate;
      const timer = setInterval(() => {
        while (due(last + 1) <= performance.now()) {
          const wave = Math.sin(last / 20);
          send(last + 1, Object.fromEntries(SERIES.map((name, index) => [name, 0.5 + 0.1 * wave + index / 100])));
        }
      }, 4);
      let before = await frame();
      while (performance.now() - begin < seconds * 1000) {
        const now = await frame();
        frames.push(now - before);
        before = now;
        const drawn = read();
        // The age of the oldest event that is due and not drawn.
        if (drawn !== null) lags.push(Math.max(0, performance.now() - due(drawn + 1)));
      }
      clearInterval(timer);
      const tasks = longTasks.map((task) => task.duration);
      return {
        events: last - first, framesPerSecond: Math.round(frames.length / seconds), frame: figures(frames), lag: figures(lags),
        longTasks: { ...figures(tasks), share: Math.round(tasks.reduce((sum, task) => sum + task, 0) / seconds / 10) },
      };
    },
  };
})();
