// Draws the figures of `{% chart %}` with Plotly, fetched only where there is one. Without it the table stays open.
const boxes = document.querySelectorAll("[data-chart]");

const role = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colours = () => [1, 2, 3, 4].map((n) => role(`--ch-${n}`));
const axis = (grid) => ({
  showgrid: grid, gridcolor: role("--ch-grid"), gridwidth: 1, zeroline: false, showline: !grid, linecolor: role("--control"),
  fixedrange: true, automargin: true, ticks: "",
});

// Long names break into lines, after a hyphen too: a narrow screen keeps most of its width for the bars.
function breakName(name, width) {
  const lines = [""];
  for (const word of String(name).replace(/-(?=\S)/g, "- ").split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last && !/\S-$/.test(last) ? `${last} ${word}` : last + word;
  }
  return lines.join("<br>");
}

// How many letters a line of a name has: names that tell several groups together are long, and a screen is wide.
function lettersOf(names, width) {
  if (width < 600) return 14;
  return Math.max(...names.map((name) => String(name).length)) > 60 ? 44 : 26;
}

// Each category has room for its bars and for every line of the longest name: names never lie over one another.
const LINE = 21;
function heightOf(traces) {
  const lines = Math.max(...traces[0].y.map((name) => String(name).split("<br>").length));
  return 90 + traces[0].y.length * Math.max(52 * traces.length, LINE * lines + 18);
}

function layoutOf(figure, traces) {
  const given = figure.layout || {};
  const lying = figure.data.some((trace) => trace.orientation === "h");
  const family = role("--font-text");
  return {
    ...given,
    paper_bgcolor: "transparent", plot_bgcolor: "transparent", colorway: colours(),
    font: { family, size: 16, color: role("--ink") },
    separators: ",\u00a0", dragmode: false, hovermode: false, barmode: given.barmode || "group", bargap: 0.35,
    showlegend: figure.data.length > 1,
    legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom", itemclick: false, itemdoubleclick: false },
    margin: { l: 0, r: lying ? 40 : 12, t: figure.data.length > 1 ? 56 : 24, b: 0, ...given.margin },
    height: given.height || (lying ? heightOf(traces) : 380),
    xaxis: { ...axis(lying), rangemode: lying ? "tozero" : "normal", tickangle: 0, nticks: 5, ...given.xaxis },
    yaxis: { ...axis(!lying), rangemode: lying ? "normal" : "tozero", ...(lying ? { autorange: "reversed" } : {}), ...given.yaxis },
  };
}

// Values are written on the marks: nothing is readable only by hovering.
function tracesOf(figure, width) {
  return figure.data.map((trace) => {
    if (trace.type === "scatter" && trace.orientation === "h") {
      return { ...trace, y: trace.y.map((words) => breakName(words, lettersOf(trace.y, width))) };
    }
    if (trace.type !== "bar") return trace;
    const [value, name] = trace.orientation === "h" ? ["x", "y"] : ["y", "x"];
    const names = trace[name].map((words) => breakName(words, lettersOf(trace[name], width)));
    const words = trace.text || trace.texttemplate ? {} : { texttemplate: `%{${value}}` };
    return { textposition: "outside", textangle: 0, cliponaxis: false, ...words, ...trace, [name]: names };
  });
}

// `paper` is a width of paper: on a screen a chart takes the width of its box.
function draw(box, paper = 0) {
  const figure = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  box.hidden = false;
  const width = paper || box.clientWidth;
  const traces = tracesOf(figure, width);
  window.Plotly.react(box, traces, { ...layoutOf(figure, traces), width }, { displayModeBar: false, staticPlot: true });
}

const drawAll = () => boxes.forEach((box) => draw(box));
const tables = () => document.querySelectorAll("details.chart-table");

// A box narrowed by its window breaks the names again. Its width never depends on the drawing (figure.css).
function followWidths() {
  const widths = new Map([...boxes].map((box) => [box, box.clientWidth]));
  const watcher = new ResizeObserver(() => requestAnimationFrame(() => boxes.forEach((box) => {
    if (box.clientWidth === widths.get(box)) return;
    widths.set(box, box.clientWidth);
    draw(box);
  })));
  boxes.forEach((box) => watcher.observe(box));
}

// On paper: the width between the margins of an A4 page, the colours of the day, and every table of figures open.
const PAPER_WIDTH = 640;
function followPrinter() {
  const root = document.documentElement;
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { theme: root.dataset.theme, closed: [...tables()].filter((table) => !table.open) };
    root.dataset.theme = "light";
    before.closed.forEach((table) => table.setAttribute("open", ""));
    boxes.forEach((box) => draw(box, PAPER_WIDTH));
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    if (before.theme) root.dataset.theme = before.theme;
    else delete root.dataset.theme;
    before.closed.forEach((table) => table.removeAttribute("open"));
    before = null;
    drawAll();
  });
}

if (boxes.length) {
  const plotly = document.createElement("script");
  plotly.src = boxes[0].dataset.plotly;
  plotly.addEventListener("load", () => {
    tables().forEach((table) => table.removeAttribute("open"));
    drawAll();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
    followWidths();
    followPrinter();
  });
  document.head.append(plotly);
}
