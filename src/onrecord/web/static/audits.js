// Judging by keyboard: the field in the frame is the first without an answer; an answer moves the frame on.

const form = document.querySelector("#audit-form");
const fields = form ? [...form.querySelectorAll("[data-field]")] : [];
const choice = (field, value) => field.querySelector(`input[value="${value}"]`);
const answered = (field) => field.querySelector("input:checked") !== null;
const noEvent = () => choice(fields[0], "wrong")?.checked ?? false;

let held = null; // a field that was answered already and is looked at again

function now() {
  if (held) return held;
  if (noEvent()) return null;
  return fields.find((field) => !answered(field)) ?? null;
}

function show(scroll) {
  const here = now();
  for (const field of fields) {
    field.classList.toggle("now", field === here);
    field.classList.toggle("out", noEvent() && field !== fields[0]);
  }
  if (scroll && here) here.scrollIntoView({ block: "nearest" });
  if (scroll && !here) form.querySelector("button.main").focus();
}

function answer(value) {
  if (value === "all") {
    if (!noEvent()) for (const field of fields) if (!answered(field)) choice(field, "right").checked = true;
  } else {
    const field = now();
    if (field) choice(field, value).checked = true;
  }
  held = null;
  show(true);
}

if (form && fields.length && choice(fields[0], "right")) {
  for (const button of form.querySelectorAll("[data-verdict]")) {
    button.addEventListener("click", () => answer(button.dataset.verdict));
  }
  form.addEventListener("change", () => { held = null; show(false); });
  form.addEventListener("focusin", (event) => {
    held = event.target.closest("[data-field]");
    show(false);
  });
  // letters answer too while a choice has the focus
  form.addEventListener("keydown", (event) => {
    if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  });
  show(false);
}
