// The map: MapLibre with the countries that are shipped. No tiles, no fonts from elsewhere; marks are elements with
// text. Where the browser has no WebGL, the flat map that came with the page stays.

import { calm, colours } from "./colours.js";

const VENDOR = "/static/vendor";
const HIGH = 27; // pixels of a mark and the room above it
const KINDS = [["happened", "happened"], ["ahead", "ahead"], ["denied", "denied"]];

async function fetched(address) {
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${address} came with ${answer.status}`);
  return answer.json();
}

// A ring of points at a distance of so many kilometres.
function circle(lat, lon, radius) {
  const [rad, earth] = [Math.PI / 180, 6371];
  const d = radius / earth;
  const ring = [];
  for (let n = 0; n <= 64; n += 1) {
    const bearing = (n / 64) * 2 * Math.PI;
    const y = Math.asin(Math.sin(lat * rad) * Math.cos(d) + Math.cos(lat * rad) * Math.sin(d) * Math.cos(bearing));
    const x = lon * rad + Math.atan2(
      Math.sin(bearing) * Math.sin(d) * Math.cos(lat * rad),
      Math.cos(d) - Math.sin(lat * rad) * Math.sin(y),
    );
    ring.push([x / rad, y / rad]);
  }
  return ring;
}

function within([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const polygons = ({ type, coordinates }) =>
  type === "Polygon" ? [coordinates] : type === "MultiPolygon" ? coordinates : [];

const contains = (feature, point) =>
  polygons(feature.geometry).some(([outer, ...holes]) =>
    [0, 360, -360].some((turn) => within([point[0] + turn, point[1]], outer))
    && !holes.some((hole) => within(point, hole)));

// The atlas is made for globes: a ring that crosses the 180th meridian jumps there. Here it goes on beyond it instead.
function unrolled(ring) {
  let turn = 0;
  return ring.map(([lon, lat], n) => {
    if (n && lon - ring[n - 1][0] > 180) turn -= 360;
    if (n && lon - ring[n - 1][0] < -180) turn += 360;
    return [lon + turn, lat];
  });
}

function flattened(countries) {
  const features = countries.features
    .filter((feature) => feature.id !== "010") // Antarctica, whose ring goes round the pole
    .map((feature) => ({
      type: "Feature", properties: {},
      geometry: {
        type: "MultiPolygon", coordinates: polygons(feature.geometry).map((polygon) => polygon.map(unrolled)),
      },
    }));
  return { type: "FeatureCollection", features };
}

// Where a place is not exact: the country itself, or a circle of the size of such areas.
function areas(places, countries) {
  const features = [];
  for (const place of places) {
    if (place.precision === 6) {
      const country = countries.features.find((feature) => contains(feature, [place.lon, place.lat]));
      if (country) {
        features.push({ type: "Feature", geometry: country.geometry, properties: {} });
        continue;
      }
    }
    const radius = place.precision === 6 ? 250 : place.radius;
    if (radius) {
      const ring = circle(place.lat, place.lon, radius);
      features.push({ type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties: {} });
    }
  }
  return { type: "FeatureCollection", features };
}

function style(countries, inexact, colour) {
  return {
    version: 8,
    sources: {
      countries: { type: "geojson", data: countries },
      areas: { type: "geojson", data: inexact },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour.paper } },
      { id: "land", type: "fill", source: "countries", paint: { "fill-color": colour.sunk } },
      { id: "inexact", type: "fill", source: "areas", paint: { "fill-pattern": "hatch", "fill-opacity": 0.55 } },
      { id: "borders", type: "line", source: "countries", paint: { "line-color": colour.edge, "line-width": 0.6 } },
      {
        id: "edges", type: "line", source: "areas",
        paint: { "line-color": colour.dim, "line-width": 1, "line-dasharray": [3, 3], "line-opacity": 0.7 },
      },
    ],
  };
}

function hatch(colour) {
  const size = 16;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour.dim;
  pen.lineWidth = 1.2;
  for (const at of [-size, -size / 2, 0, size / 2, size]) {
    pen.beginPath();
    pen.moveTo(at, size);
    pen.lineTo(at + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

function shape(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const part = document.createElementNS("http://www.w3.org/2000/svg", kind === "denied" ? "path" : "circle");
  if (kind === "denied") {
    part.setAttribute("d", "M3.5 3.5l9 9M12.5 3.5l-9 9");
    part.setAttribute("class", "stroke");
  } else {
    part.setAttribute("cx", "8");
    part.setAttribute("cy", "8");
    part.setAttribute("r", "5.2");
    part.setAttribute("class", kind === "happened" ? "fill" : "line");
  }
  svg.append(part);
  return svg;
}

function span(name, ...content) {
  const element = document.createElement("span");
  element.className = name;
  element.append(...content);
  return element;
}

const plain = (count) => (count >= 10_000 ? `${Math.round(count / 1000)}k` : String(count));

function mark(group, map) {
  const one = group.places.length === 1 ? group.places[0] : null;
  const element = document.createElement(one ? "a" : "button");
  const said = KINDS.filter(([kind]) => group[kind]).map(([kind, word]) => `${group[kind].toLocaleString()} ${word}`);
  const name = one ? one.name : `${group.places.length} places`;
  element.className = `pin${one ? "" : " several"}${one && one.precision !== 1 ? " inexact" : ""}`;
  element.title = `${name}${one && one.exactness ? ` (${one.exactness})` : ""}: ${said.join(", ")}`;
  element.tabIndex = -1; // the table below is for the keyboard
  element.append(span("unseen", `${name}: `));
  for (const [kind, word] of KINDS) {
    if (group[kind]) {
      element.append(span(kind, shape(kind), span("figure", plain(group[kind])), span("unseen", ` ${word} `)));
    }
  }
  if (one) element.href = one.address;
  else {
    element.type = "button";
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      map.fitBounds(bounds(group.places), { padding: 90, maxZoom: map.getZoom() + 4, animate: !calm });
    });
  }
  return element;
}

function bounds(places) {
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  return [[Math.min(...lons), Math.max(-75, Math.min(...lats))], [Math.max(...lons), Math.min(80, Math.max(...lats))]];
}

// About how wide the mark of a group is.
const width = (group) =>
  KINDS.reduce((sum, [kind]) => sum + (group[kind] ? 24 + 7.2 * plain(group[kind]).length : 0), 12);

const touching = (one, other) =>
  Math.abs(one.at.y - other.at.y) < HIGH && Math.abs(one.at.x - other.at.x) < (width(one) + width(other)) / 2;

// Places whose marks would lie on each other become one mark with the sums, where most of them are; none is left out.
function grouped(places, map) {
  let groups = places.map((place) => ({
    at: map.project([place.lon, place.lat]), lon: place.lon, lat: place.lat, places: [place],
    happened: place.happened, ahead: place.ahead, denied: place.denied,
  }));
  for (let before = -1; before !== groups.length;) {
    before = groups.length;
    const kept = [];
    for (const group of groups) {
      const near = kept.find((other) => touching(group, other));
      if (near) {
        near.places.push(...group.places);
        for (const [kind] of KINDS) near[kind] += group[kind];
      } else kept.push(group);
    }
    groups = kept;
  }
  return groups;
}

async function start() {
  const element = document.querySelector("[data-map]");
  if (!element) return;
  const test = document.createElement("canvas");
  if (!(test.getContext("webgl2") ?? test.getContext("webgl"))) return;
  const [found, atlas, maplibre] = await Promise.all([
    fetched(element.dataset.map),
    fetched(`${VENDOR}/world-atlas/countries-50m.json`),
    import(`${VENDOR}/maplibre-gl/maplibre-gl.mjs`),
  ]);
  maplibre.setWorkerUrl(`${VENDOR}/maplibre-gl/maplibre-gl-worker.mjs`);
  const countries = flattened(globalThis.topojson.feature(atlas, atlas.objects.countries));
  const inexact = areas(found.places, countries);
  const holder = document.createElement("div");
  holder.className = "globe";
  element.append(holder);
  element.classList.add("live");
  let colour = colours();
  const map = new maplibre.Map({
    container: holder, style: style(countries, inexact, colour), bounds: bounds(found.places),
    fitBoundsOptions: { padding: Math.min(70, element.clientWidth * 0.11), maxZoom: 5 }, attributionControl: false, dragRotate: false, pitchWithRotate: false,
    touchPitch: false, maxZoom: 9, minZoom: 0.2, renderWorldCopies: false, cooperativeGestures: true, fadeDuration: calm ? 0 : 300,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.on("style.load", () => map.addImage("hatch", hatch(colour), { pixelRatio: 2 }));
  let marks = [];
  const show = () => {
    for (const one of marks) one.remove();
    marks = grouped(found.places, map).map((group) =>
      new maplibre.Marker({ element: mark(group, map) }).setLngLat([group.lon, group.lat]).addTo(map));
  };
  map.once("load", () => {
    element.querySelector(".flat").remove();
    show();
    element.dataset.drawn = "yes";
  });
  map.on("zoomend", show);
  map.on("resize", show);
  const again = () => {
    colour = colours();
    map.setStyle(style(countries, inexact, colour), { diff: false });
  };
  document.addEventListener("onrecord:theme", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

start().catch((error) => {
  console.info(`The flat map stays: ${error.message}`);
});
