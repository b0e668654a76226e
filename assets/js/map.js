// Draws a map of figures over our contours: no tiles, no glyphs, no other host. The page is whole without it.
import { AttributionControl, Map as Ground, NavigationControl, setWorkerUrl } from "maplibre-gl";

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FRENCH = {
  "Map.Title": "Carte",
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "CooperativeGesturesHandler.WindowsHelpText": "Touche Ctrl et molette pour agrandir la carte",
  "CooperativeGesturesHandler.MacHelpText": "Touche ⌘ et molette pour agrandir la carte",
  "CooperativeGesturesHandler.MobileHelpText": "Deux doigts pour déplacer la carte",
};
const SIDE = 16;

// The pattern of a step: the same as its swatch in the legend, so that the map is read without its colours.
const pattern = (step) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d");
  pen.fillStyle = step > 0 ? colour(`step-${step}`) : colour("sunk");
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = pen.fillStyle = colour("hatch");
  pen.globalAlpha = 0.5;
  if (step === 2 || step === 3) {
    for (let from = -SIDE; from <= SIDE; from += step === 2 ? SIDE : SIDE / 2) {
      pen.beginPath();
      pen.moveTo(from - 1, SIDE + 1);
      pen.lineTo(from + SIDE + 1, -1);
      pen.stroke();
    }
  }
  if (step === 0) pen.fillRect(7, 7, 2, 2);
  if (step === -1) pen.fillRect(2, 7, 5, 2);
  return pen.getImageData(0, 0, SIDE, SIDE);
};

const extent = (features) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { geometry } of features) {
    for (const [ring] of geometry.coordinates) {
      for (const [x, y] of ring) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
    }
  }
  return box;
};

const LEFT_OUT = -2;

const draw = async (figure) => {
  const frame = figure.querySelector("[data-ground-frame]");
  const said = figure.querySelector("[data-ground-said]");
  const told = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
  const table = document.getElementById(figure.dataset.table);
  const answer = await fetch(figure.dataset.contours);
  if (!answer.ok) throw new Error(`contours: ${answer.status}`);
  const contours = await answer.json();
  contours.features = contours.features.filter(({ geometry }) => geometry.coordinates.length);
  const rank = new Map();
  contours.features.forEach((feature, id) => {
    feature.id = id;
    feature.properties.step = told[feature.properties.code]?.step ?? LEFT_OUT;
    rank.set(feature.properties.code, id);
  });
  // The territories that the page speaks of, rather than the whole region around them.
  const asked = contours.features.filter(({ properties }) => properties.step !== LEFT_OUT);
  setWorkerUrl(new URL(figure.dataset.worker, location.href).href);
  figure.dataset.state = "drawing";
  const map = new Ground({
    container: frame,
    style: { version: 8, sources: {}, layers: [] },
    bounds: extent(asked.length ? asked : contours.features),
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: FRENCH,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: false, customAttribution: "Contours : IGN 2018" }));
  map.getCanvas().setAttribute("aria-label", frame.dataset.label);
  await map.once("load");
  const paint = () => {
    for (const step of [-1, 0, 1, 2, 3, 4]) {
      if (map.hasImage(`step-${step}`)) map.updateImage(`step-${step}`, pattern(step));
      else map.addImage(`step-${step}`, pattern(step), { pixelRatio: 2 });
    }
    if (!map.getLayer("border")) return;
    map.setPaintProperty("border", "line-color", colour("edge"));
    map.setPaintProperty("here", "line-color", colour("accent"));
  };
  paint();
  map.addSource("ground", { type: "geojson", data: contours });
  map.addLayer({
    id: "area",
    type: "fill",
    source: "ground",
    filter: ["!=", ["get", "step"], LEFT_OUT],
    paint: { "fill-pattern": ["concat", "step-", ["to-string", ["get", "step"]]] },
  });
  map.addLayer({ id: "border", type: "line", source: "ground", paint: { "line-color": colour("edge"), "line-width": 0.7 } });
  map.addLayer({
    id: "here",
    type: "line",
    source: "ground",
    paint: { "line-color": colour("accent"), "line-width": ["case", ["boolean", ["feature-state", "here"], false], 3.5, 0] },
  });
  dark.addEventListener("change", paint);

  let here = null;
  const show = (code) => {
    if (here !== null) map.setFeatureState({ source: "ground", id: here }, { here: false });
    here = rank.get(code) ?? null;
    if (here !== null) map.setFeatureState({ source: "ground", id: here }, { here: true });
    const one = told[code];
    said.textContent = one ? `${one.name} : ${one.words}` : said.dataset.idle;
  };
  map.on("mousemove", "area", ({ features: [feature] }) => {
    map.getCanvas().style.cursor = told[feature.properties.code]?.to ? "pointer" : "";
    show(feature.properties.code);
  });
  map.on("mouseleave", "area", () => {
    map.getCanvas().style.cursor = "";
    show(null);
  });
  map.on("click", "area", ({ features: [feature] }) => {
    const to = told[feature.properties.code]?.to;
    if (to) location.assign(to);
  });
  // A row of the table shows its territory on the map: by the mouse, and by the keyboard.
  const pointed = (event) => show(event.target.closest("tr[data-code]")?.dataset.code);
  for (const name of ["mouseover", "focusin"]) table?.addEventListener(name, pointed);
  for (const name of ["mouseleave", "focusout"]) table?.addEventListener(name, () => show(null));
  said.textContent = said.dataset.idle;
  await map.once("idle");
  figure.dataset.state = "drawn";
};

for (const figure of document.querySelectorAll("[data-ground]:not([data-state])")) {
  draw(figure).catch(() => {
    // No WebGL, no network: the page has its table, and says so.
    figure.dataset.state = "fault";
    const said = figure.querySelector("[data-ground-said]");
    said.textContent = said.dataset.fault;
  });
}
