// Shortcuts of the desk: "/" and Ctrl K go to the search box, "?" to the page of shortcuts. Comfort only.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-desk-search]");
  if (!box) return;
  const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target);
  if (command || slash) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "?" && !typing(event.target)) {
    location.assign(document.querySelector("[data-shortcuts]").href);
  }
});

// A form that was sent is not sent again by an impatient second click (the server refuses the double anyway).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest(".desk") || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
