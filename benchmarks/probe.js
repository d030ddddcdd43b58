// Put into each page before its own scripts. Finds the Plotly charts, also inside shadow roots, and tells when they are painted.
(() => {
  window.__socketBytes = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => { window.__socketBytes += data.byteLength ?? data.size ?? new Blob([data]).size; });
    }
  };
  const roots = (node, found = [node]) => {
    for (const e of node.querySelectorAll('*')) if (e.shadowRoot) roots(e.shadowRoot, (found.push(e.shadowRoot), found));
    return found;
  };
  // Shadow roots only where the document itself has no chart: looking through all its elements takes milliseconds a frame.
  const charts = () => {
    const here = document.querySelectorAll('.js-plotly-plot');
    return here.length ? [...here] : roots(document).flatMap((root) => [...root.querySelectorAll('.js-plotly-plot')]).filter((e) => e.isConnected);
  };
  const lines = (e) => [...e.querySelectorAll('path.js-line')].filter((p) => p.getAttribute('d')).length;
  const first = (e) => Math.min(...(e.calcdata || []).map((trace) => (trace.find((point) => point.x !== undefined) ?? {}).x ?? Infinity));
  const traces = (e) => new Set((e.calcdata || []).filter((t) => t[0] && t[0].trace && t[0].trace.visible === true).map((t) => t[0].trace.name)).size;
  // Every chart drawn with so many lines, from (about) such a year on, and nothing left to draw.
  const drawn = (count, since) => {
    const all = charts();
    const busy = document.querySelector('[data-testid="stApp"][data-test-script-state="running"]');
    return !busy && all.length === 4 && all.every((e) => e._fullLayout && lines(e) >= count && traces(e) === count
      && new Date(first(e)).getUTCFullYear() >= since);
  };
  // Milliseconds of the page's own clock once it is so, and painted: two frames later.
  const when = (count, since) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`never drawn ${count} ${since} ${document.querySelector("[data-testid=stApp]")?.dataset.testScriptState}: ${charts().map((e) => [lines(e), traces(e), new Date(first(e))])}`)), 60000);
    const look = () => drawn(count, since)
      ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
      : requestAnimationFrame(look);
    look();
  });
  // The next repaint of the first chart.
  const after = () => new Promise((resolve) => charts()[0].once('plotly_afterplot',
    () => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))));
  // Until every chart begins before a year.
  const back = (year) => new Promise((resolve) => {
    const look = () => charts().length === 4 && charts().every((e) => new Date(first(e)).getUTCFullYear() < year)
      ? resolve() : requestAnimationFrame(look);
    look();
  });
  const lastYear = () => new Date(Math.max(...charts()[0].calcdata.map((t) => t[t.length - 1].x))).getUTCFullYear();
  window.__bench = { after, back, lastYear, charts, lines, first, traces, drawn, when };
})();
