// The colours of the pages for drawings: variables of the style sheet as the browser resolves them, light or dark.

const names = {
  ink: "--ink", dim: "--dim", rule: "--rule", edge: "--edge", paper: "--paper", sheet: "--sheet", sunk: "--sunk",
  link: "--link", happened: "--happened", ahead: "--ahead", denied: "--denied",
  happenedWash: "--happened-wash", aheadWash: "--ahead-wash", deniedWash: "--denied-wash",
};

export function colours() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const found = {};
  for (const [name, variable] of Object.entries(names)) {
    probe.style.color = `var(${variable})`;
    found[name] = getComputedStyle(probe).color;
  }
  found.font = getComputedStyle(document.body).fontFamily;
  probe.remove();
  return found;
}

// Calls `draw` now, and again when light turns dark or the width changes.
export function drawn(element, draw) {
  let width = 0;
  let waiting = 0;
  const again = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => draw(colours(), element.clientWidth));
  };
  new ResizeObserver(() => {
    if (Math.abs(element.clientWidth - width) > 8) {
      width = element.clientWidth;
      again();
    }
  }).observe(element);
  document.addEventListener("onrecord:theme", again);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
