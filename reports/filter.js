// Search in the findings, and open them all on paper. The page says everything without this.
"use strict";
const findings = [...document.querySelectorAll(".finding")];
const search = document.getElementById("search");
search.closest("label").hidden = false;
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const finding of findings) finding.hidden = !finding.textContent.toLowerCase().includes(wanted);
});
addEventListener("beforeprint", () => { for (const finding of findings) finding.open = true; });
const open = () => { const aim = document.getElementById(location.hash.slice(1)); if (aim && "open" in aim) aim.open = true; };
addEventListener("hashchange", open);
open();
