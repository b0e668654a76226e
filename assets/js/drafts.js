// A text being written survives a closed tab: each <textarea data-draft="name"> is kept in this browser until it is sent.
// Kept by page and name, for seven days; a page that says the sending failed bears [data-not-sent].
const DAYS = 7 * 24 * 3600 * 1000;
const SENT = "drafts-sent";
const keyOf = (area) => `draft:${location.pathname}:${area.dataset.draft}`;

const read = (key) => {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < DAYS ? kept.text : "";
  } catch {
    return "";
  }
};
const keep = (key, text) => {
  try {
    if (text.trim()) localStorage.setItem(key, JSON.stringify({ at: Date.now(), text }));
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing: the form itself still holds the text.
  }
};

// What the previous page sent: forgotten when it arrived, that is when no field comes back filled.
const forgetSent = () => {
  const sent = JSON.parse(sessionStorage.getItem(SENT) || "[]");
  if (!sent.length || document.querySelector("[data-not-sent]")) return;
  sessionStorage.removeItem(SENT);
  const back = new Set([...document.querySelectorAll("textarea[data-draft]")].filter((area) => area.value).map(keyOf));
  for (const key of sent) if (!back.has(key)) localStorage.removeItem(key);
};
const restore = () => {
  for (const area of document.querySelectorAll("textarea[data-draft]")) {
    const text = read(keyOf(area));
    if (!text || area.value) continue;
    area.value = text;
    const fold = area.closest("details");
    if (fold) fold.open = true;
  }
};
try {
  forgetSent();
  restore();
} catch {
  // Storage refused by the browser: pages work without drafts.
}

document.addEventListener("input", (event) => {
  if (event.target.matches("textarea[data-draft]")) keep(keyOf(event.target), event.target.value);
});
document.addEventListener("submit", (event) => {
  const keys = [...event.target.querySelectorAll("textarea[data-draft]")].map(keyOf);
  if (keys.length) sessionStorage.setItem(SENT, JSON.stringify(keys));
});
