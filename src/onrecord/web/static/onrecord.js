// What the pages do beyond HTML: the switch of light and dark, the keys, the help. Everything works without it.

const root = document.documentElement;
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// light and dark

find("[data-theme-switch]")?.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("onrecord-theme", root.dataset.theme);
  } catch { /* storage is switched off: the choice lasts as long as the page */ }
  document.dispatchEvent(new CustomEvent("onrecord:theme", { detail: root.dataset.theme }));
});

// the help

const help = find("#help");
find("[data-help]")?.addEventListener("click", () => help.showModal());
help?.addEventListener("click", (event) => {
  if (event.target === help) help.close();
});

// menus close when one goes elsewhere

const menus = ".more > details, details.moment";
document.addEventListener("click", (event) => {
  for (const menu of all(menus)) if (!menu.contains(event.target)) menu.open = false;
});

// keys

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

function step(by) {
  const items = all("[data-item]").filter((item) => item.offsetParent !== null);
  if (!items.length) return;
  const now = items.findIndex((item) => item.contains(document.activeElement));
  const next = now < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(now + by, 0), items.length - 1);
  const link = find("[data-open]", items[next]) ?? items[next];
  link.focus({ preventScroll: true });
  items[next].scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  u: () => {
    const up = find("[data-up]");
    if (up) up.click();
    else if (history.length > 1) history.back();
  },
  "/": () => (find("[data-search]") ?? find("#q"))?.focus(),
  "?": () => (help.open ? help.close() : help.showModal()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    for (const menu of all(menus)) {
      if (menu.open) {
        menu.open = false;
        find("summary", menu).focus();
      }
    }
    return;
  }
  if (typing(event.target)) return;
  if (help?.open && event.key !== "?") return;
  const own = find(`[data-key="${CSS.escape(event.key)}"]`);
  const act = own ? () => own.click() : keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// a document: words explain themselves where they stand; the layers that are on stand in the address

const explain = find("#explain");

function showNotes(words) {
  explain.replaceChildren();
  for (const number of words.dataset.notes.split(" ")) {
    const note = document.getElementById(`note-${number}`)?.cloneNode(true);
    if (!note) continue;
    const box = document.createElement("div");
    box.className = "note-item";
    box.append(...note.childNodes);
    explain.append(box);
  }
  explain.showPopover();
  const at = words.getClientRects()[0] ?? words.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, root.clientWidth - explain.offsetWidth - 8));
  const below = at.bottom + 6 + explain.offsetHeight <= innerHeight || at.top < explain.offsetHeight + 6;
  explain.style.left = `${left + scrollX}px`;
  explain.style.top = `${(below ? at.bottom + 6 : at.top - 6 - explain.offsetHeight) + scrollY}px`;
  explain.focus({ preventScroll: true });
}

if (explain?.showPopover) {
  document.addEventListener("click", (event) => {
    const words = event.target.closest("a.ink[data-notes]");
    if (!words || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showNotes(words);
  });
}

const layers = find("form.layers");
layers?.addEventListener("change", () => {
  const asked = new URLSearchParams(new FormData(layers));
  if (!asked.has("layer")) asked.set("layer", "none");
  history.replaceState(null, "", `${location.pathname}?${asked}${location.hash}`);
});

// a choice that fills a field beside it

document.addEventListener("change", (event) => {
  const field = document.getElementById(event.target.dataset?.fills ?? "");
  if (field && event.target.value) field.value = event.target.value;
});

// a form that was just brought in takes the keyboard

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.classList?.contains("judge-here")) find("input:not([type=hidden]), select", event.target)?.focus();
});

// what did not arrive is said where it was sent from, and what was written there stays

function notSent(event) {
  const form = event.target.closest("form") ?? event.detail.elt?.closest?.("form");
  const at = form ?? find("#main");
  find("[data-not-sent]", at)?.remove();
  const line = document.createElement("p");
  line.className = "caution";
  line.role = "alert";
  line.dataset.notSent = "";
  line.textContent = event.detail.xhr?.status
    ? `This was not recorded: the ledger cannot be used just now (${event.detail.xhr.status}). Try again in a moment.`
    : "This was not recorded: the server does not answer. See whether onrecord serve still runs, and try again.";
  at.prepend(line);
}

document.addEventListener("htmx:sendError", notSent);
document.addEventListener("htmx:timeout", notSent);
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) notSent(event);
});

// what has just happened is read out, and stands where the keyboard is

const tell = () => find("[data-said]")?.focus();
tell();
document.addEventListener("htmx:afterSettle", tell);
