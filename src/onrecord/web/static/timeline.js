// The timeline: draws what the page's own JSON holds with Vega-Lite. Texts come as data and are drawn, never parsed.

import { colours, drawn } from "./colours.js";

const DAY = 86_400_000;
const SHAPES = {
  done: "circle",
  ongoing: "M0,-1A1,1,0,0,0,0,1Z M0,-1A1,1,0,0,1,0,1",
  attempted: "diamond",
  halted: "square",
  planned: "circle",
  considered: "circle",
  threatened: "triangle-up",
  demanded: "triangle-up",
  hypothetical: "M-.55,-.35A.55,.55,0,1,1,.25,.13Q0,.28,0,.55",
  negated: "M-.75,-.75L.75,.75M.75,-.75L-.75,.75",
};
const FILLED = new Set(["done", "halted", "threatened", "attempted"]);

const time = (day) => Date.parse(`${day}T00:00:00Z`);

function rows(found) {
  return found.events.map((event, n) => {
    const from = event.start ? time(event.start) : null;
    const to = event.end ? time(event.end) + DAY : null;
    return { ...event, n: found.offset + n + 1, from, to, long: from !== null && to !== null && to - from > DAY };
  });
}

// The time that is drawn: of all events, open sides apart; a month at least, with some room. Where a few events lie so
// far off that the others would be pressed into a corner, it is the time of the others; those few stand at the edge.
function span(events) {
  const known = events.flatMap((event) => [event.from, event.to]).filter((at) => at !== null).sort((a, b) => a - b);
  let [low, high] = [known[0], known.at(-1)];
  const [tenth, ninetieth] = [0.1, 0.9].map((share) => known[Math.round((known.length - 1) * share)]);
  const usual = Math.max(ninetieth - tenth, 31 * DAY);
  const many = events.length >= 20; // of fewer, none is far off: each has room
  if (many && low < tenth - usual) low = Math.min(...known.filter((at) => at >= tenth - usual));
  if (many && high > ninetieth + usual) high = Math.max(...known.filter((at) => at <= ninetieth + usual));
  const least = 31 * DAY;
  if (high - low < least) [low, high] = [(low + high - least) / 2, (low + high + least) / 2];
  const room = (high - low) * 0.04;
  return [low - room, high + room];
}

function placed(event, [low, high], colour) {
  const fade = (high - low) * 0.14;
  const own = colour[event.leaning];
  const shape = SHAPES[event.polarity === "negated" ? "negated" : event.stage];
  const hollow = event.polarity === "negated" || !FILLED.has(event.stage);
  const open = event.from === null ? "start" : event.to === null ? "end" : "";
  const x = Math.max(low, event.from ?? event.to - fade);
  const x2 = Math.min(high, event.to ?? event.from + fade);
  const at = open === "start" ? event.to - DAY / 2 : open === "end" ? event.from + DAY / 2 : (x + x2) / 2;
  const edge = (high - low) * 0.004;
  const off = at < low + edge ? "left" : at > high - edge ? "right" : "";
  return {
    ...event, open, x, x2, at, shape, own, off, edge: off === "left" ? low : high,
    pointer: off === "left" ? `← ${event.date}` : `${event.date} →`,
    fill: hollow ? colour.sheet : own,
    dash: event.certainty === "certain" ? [1, 0] : [2, 1.5],
  };
}

function panel(name, title, events, domain, colour, width) {
  const labels = width > 620;
  const of = (datum) => (labels ? `${datum.n}  ${datum.act}` : `${datum.n}`);
  const own = events.filter((event) => event.leaning === name).map((event) => {
    const made = placed(event, domain, colour);
    return { ...made, label: of(event) };
  });
  if (!own.length) return null;
  const gradient = (from) => ({
    gradient: "linear", x1: from, x2: 1 - from, y1: 0, y2: 0,
    stops: [{ offset: 0, color: colour[name] }, { offset: 1, color: colour[`${name}Wash`] }],
  });
  const y = {
    field: "label", type: "nominal", sort: { field: "n" },
    axis: {
      title: null, labelLimit: labels ? Math.min(360, width * 0.36) : 40, labelColor: colour.ink, domain: false,
      ticks: false, labelPadding: 8, minExtent: labels ? Math.min(366, width * 0.36 + 6) : 34,
      maxExtent: labels ? Math.min(366, width * 0.36 + 6) : 34, grid: true, gridColor: colour.rule, gridOpacity: 0.6,
      labelFontSize: 12,
    },
  };
  const x = {
    field: "x", type: "temporal", scale: { type: "utc", domain },
    axis: {
      title: null, grid: true, gridColor: colour.rule, domainColor: colour.edge, tickColor: colour.edge,
      labelColor: colour.dim, labelFontSize: 12, tickCount: width > 620 ? 8 : 4, labelOverlap: "greedy",
      labelFlush: true,
    },
  };
  const bar = (wanted, mark) => {
    const values = own.filter((event) => wanted(event) && !event.off);
    return values.length && {
      data: { values },
      mark: { type: "bar", height: 9, cornerRadius: 2, cursor: "pointer", ...mark },
      encoding: { x2: { field: "x2" } },
    };
  };
  return {
    title: {
      text: title, anchor: "start", color: colour[name], fontSize: 13, fontWeight: 600, offset: 8,
      limit: Math.max(200, width - 20),
    },
    width: Math.max(120, width - (labels ? Math.min(366, width * 0.36 + 6) : 34) - 24),
    height: { step: 21 },
    encoding: { x, y },
    layer: [
      // never seen: a panel of one layer alone would lose the time that all panels share
      { data: { values: own }, mark: { type: "rule", opacity: 0 }, encoding: { x2: { field: "x2" } } },
      bar((event) => event.long, {
        color: colour[`${name}Wash`], stroke: colour[name], strokeWidth: 1.2,
        ...(name === "happened" ? {} : { strokeDash: [4, 2] }),
      }),
      bar((event) => event.open === "end", { color: gradient(0) }),
      bar((event) => event.open === "start", { color: gradient(1) }),
      {
        data: { values: own.filter((event) => !event.off).map((event) => ({ ...event, x: event.at })) },
        mark: { type: "point", size: 95, strokeWidth: 1.8, opacity: 1, cursor: "pointer" },
        encoding: {
          shape: { field: "shape", type: "nominal", scale: null, legend: null },
          fill: { field: "fill", type: "nominal", scale: null, legend: null },
          stroke: { field: "own", type: "nominal", scale: null, legend: null },
          strokeDash: { field: "dash", type: "nominal", scale: null, legend: null },
        },
      },
      ...["left", "right"].map((side) => ({
        data: { values: own.filter((event) => event.off === side).map((event) => ({ ...event, x: event.edge })) },
        mark: {
          type: "text", align: side, baseline: "middle", fontSize: 12, color: colour[name], cursor: "pointer",
        },
        encoding: { text: { field: "pointer" } },
      })).filter(({ data }) => data.values.length),
    ].filter(Boolean),
  };
}

function config(colour) {
  return {
    background: "transparent", font: colour.font, view: { stroke: null },
    axis: { labelFont: colour.font }, concat: { spacing: 26 },
  };
}

const options = {
  actions: false, ast: true, renderer: "svg", defaultStyle: false, logLevel: 1, tooltip: () => {},
};

const balloon = document.createElement("div");
balloon.className = "balloon";
balloon.hidden = true;
balloon.setAttribute("aria-hidden", "true");
document.body.append(balloon);

function tip(event, lines) {
  balloon.hidden = !lines;
  if (!lines) return;
  balloon.replaceChildren(...lines.filter(Boolean).map((line, n) => {
    const element = document.createElement(n ? "span" : "b");
    element.textContent = line;
    return element;
  }));
  const left = Math.min(event.clientX + 14, innerWidth - balloon.offsetWidth - 8);
  balloon.style.left = `${Math.max(8, left)}px`;
  balloon.style.top = `${Math.min(event.clientY + 16, innerHeight - balloon.offsetHeight - 8)}px`;
}

function listen(view, lines) {
  view.addEventListener("mousemove", (event, item) => {
    const datum = item?.datum;
    tip(event, datum?.address ? lines(datum) : null);
  });
  view.addEventListener("mouseout", (event) => tip(event, null));
  view.addEventListener("click", (event, item) => {
    if (item?.datum?.address) location.assign(item.datum.address);
  });
}

const told = (event) => [
  event.act, `${event.polarity === "negated" ? "not " : ""}${event.stage}${event.disputed ? ", disputed" : ""}`,
  event.date, event.place,
  `${event.reports} report${event.reports === 1 ? "" : "s"}, ${event.origins} origin${event.origins === 1 ? "" : "s"}`,
];

async function drawEvents(element, found, colour, width) {
  const events = rows(found);
  const domain = span(events);
  const panels = Object.entries(found.titles)
    .map(([name, title]) => panel(name, title, events, domain, colour, width))
    .filter(Boolean);
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json", vconcat: panels, config: config(colour),
    resolve: { scale: { y: "independent" } }, autosize: { type: "pad", resize: true }, padding: 2,
  };
  const { view } = await globalThis.vegaEmbed(element, spec, options);
  listen(view, told);
}

const KINDS = { happened: "happened", ahead: "ahead", denied: "denied" };

async function drawOverview(element, found, colour, width) {
  const { periods, first, last } = found.overview;
  const years = first.length === 4;
  const values = periods.filter(({ period }) => period >= first && period <= last).flatMap((one) => Object.keys(KINDS).map((kind, n) => ({
    kind, n, count: one[kind], address: one.address, period: one.period,
    at: Date.parse(`${one.period}${years ? "-01-01" : "-01"}T00:00:00Z`),
  }))).filter((one) => one.count);
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json", width: width - 60, height: 110, padding: 2,
    data: { values }, config: config(colour),
    mark: { type: "bar", cursor: "pointer", strokeWidth: 1 },
    encoding: {
      x: {
        timeUnit: years ? "utcyear" : "utcyearmonth", field: "at", type: "temporal", scale: { type: "utc" },
        axis: {
          title: null, grid: false, domainColor: colour.edge, tickColor: colour.edge, labelColor: colour.dim,
          labelFontSize: 12, tickCount: width > 620 ? 10 : 4, labelOverlap: "greedy",
        },
      },
      y: {
        field: "count", type: "quantitative", stack: "zero",
        axis: {
          title: null, gridColor: colour.rule, domain: false, tickColor: colour.edge, labelColor: colour.dim,
          labelFontSize: 12, tickCount: 3, format: ",d", tickMinStep: 1,
        },
      },
      fill: {
        field: "kind", type: "nominal", legend: null, sort: Object.keys(KINDS),
        scale: { domain: Object.keys(KINDS), range: [colour.happened, colour.aheadWash, colour.deniedWash] },
      },
      stroke: {
        field: "kind", type: "nominal", legend: null,
        scale: { domain: Object.keys(KINDS), range: [colour.happened, colour.ahead, colour.denied] },
      },
      order: { field: "n", type: "quantitative" },
    },
  };
  const { view } = await globalThis.vegaEmbed(element, spec, options);
  listen(view, (one) => [one.period, `${one.count.toLocaleString()} ${one.kind}`]);
}

async function start() {
  const element = document.querySelector("[data-timeline]");
  if (!element) return;
  const note = document.querySelector("[data-note]");
  try {
    const answer = await fetch(element.dataset.timeline, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`the data came with ${answer.status}`);
    const found = await answer.json();
    const overview = document.querySelector("[data-overview]");
    if (overview) drawn(overview, (colour, width) => drawOverview(overview, found, colour, width));
    drawn(element, (colour, width) => drawEvents(element, found, colour, width));
  } catch (error) {
    note.hidden = false;
    note.textContent = `The drawing could not be made (${error.message}); the table holds the same.`;
  }
}

start();
