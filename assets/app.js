// Comfort only: every page reads and answers without this file.
import htmx from "htmx.org";
import "./js/desk.js";
import "./js/drafts.js";
import "./js/missions.js";

window.htmx = htmx;
const narrow = window.matchMedia("(max-width: 60rem)");
const live = document.getElementById("live");

const foldFilters = () => {
  for (const fold of document.querySelectorAll("details[data-fold-when-narrow]")) fold.open = !narrow.matches;
};
foldFilters();
narrow.addEventListener("change", foldFilters);

// A list that refreshes keeps the groups that the reader had opened, and says its new count.
let opened = new Map();
document.addEventListener("htmx:beforeSwap", () => {
  opened = new Map([...document.querySelectorAll("details[id]")].map((fold) => [fold.id, fold.open]));
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of opened) {
    const fold = document.getElementById(id);
    if (fold) fold.open = open;
  }
  const count = document.querySelector("[data-announce]");
  if (count && live) live.textContent = count.textContent.trim();
});

// "/" goes to the search field of the page, as on the desk.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const field = document.querySelector("[data-search]");
  if (field) {
    event.preventDefault();
    field.focus();
  }
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A list that refreshes changes the address of the page: the language link follows it.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".language a");
  if (link) link.search = new URLSearchParams({ suite: location.pathname + location.search });
});

// A printed page is a whole document: nothing stays folded, but the detail of each answer and the expired schemes.
const PRINTED = "details:not([open], .conditions-fold, #terminees)";
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(PRINTED)];
  for (const fold of folded) fold.open = true;
});
window.addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

// A link to a folded group unfolds it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const target = link && document.getElementById(link.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
});
