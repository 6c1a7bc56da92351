// Runs before the first paint, so that no theme flashes in the other: one's own choice, or the system's.
(() => {
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  let own = null;
  try {
    own = localStorage.getItem("layerscope.theme");
  } catch {
    // A browser that stores nothing follows the system's theme.
  }
  document.documentElement.dataset.theme = own === "light" || own === "dark" ? own : system;
})();
