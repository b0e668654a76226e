// On a mission map, arrows go from a box to the one drawn beside it. Tab still goes through all of them, in their order.
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

document.addEventListener("keydown", (event) => {
  const way = ARROWS[event.key];
  const here = event.target.closest?.("[data-map] .box a");
  if (!way || !here || event.ctrlKey || event.metaKey || event.altKey) return;
  const middle = (box) => {
    const { left, top, width, height } = box.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  const [x, y] = middle(here);
  let nearest = null;
  let shortest = Infinity;
  for (const other of here.closest("[data-map]").querySelectorAll(".box a")) {
    const [otherX, otherY] = middle(other);
    const along = way[0] * (otherX - x) + way[1] * (otherY - y);
    const aside = Math.abs(way[0] ? otherY - y : otherX - x);
    // A box straight ahead is nearer than one aside.
    const far = along + 3 * aside;
    if (other !== here && along > 8 && far < shortest) [nearest, shortest] = [other, far];
  }
  if (nearest) {
    event.preventDefault();
    nearest.focus();
  }
});

// The menu of what one takes away closes as menus do.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".take-away[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
