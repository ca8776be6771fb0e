// Takes up the choice of light or dark before anything is drawn. Kept apart from onrecord.js, which comes later.
try {
  const kept = localStorage.getItem("onrecord-theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch { /* storage is switched off: the system's choice holds */ }
document.documentElement.classList.add("js");
