const near = "m-near";
function pieces(key) {
  return [...document.querySelectorAll("[data-f]")].filter((piece) => piece.getAttribute("data-f").split(" ").includes(key));
}
function leave() {
  for (const piece of document.querySelectorAll(`.${near}`)) piece.classList.remove(near);
}
document.addEventListener("mouseover", (event) => {
  leave();
  const key = event.target.closest?.("[data-f]")?.getAttribute("data-f")?.split(" ")[0];
  if (key) for (const piece of pieces(key)) piece.classList.add(near);
});
const off = /* @__PURE__ */ new Set();
document.addEventListener("change", (event) => {
  const box = event.target;
  const layer = box.dataset?.layer;
  if (!layer) return;
  if (box.checked) off.delete(layer);
  else off.add(layer);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "reader" && !document.querySelector("[data-reader]")) return;
  for (const box of document.querySelectorAll("[data-layer]")) box.checked = !off.has(box.dataset.layer);
  const here = document.getElementById("here");
  if (here) {
    const place = here.getBoundingClientRect();
    if (place.top < 60 || place.bottom > innerHeight * 0.6) here.scrollIntoView({ block: "center" });
  }
  document.getElementById("finding")?.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const wanted = { j: "#finding [rel=next]", k: "#finding [rel=prev]", Escape: ".finding-close" }[event.key];
  if (!wanted) return;
  const link = document.querySelector(wanted) ?? (event.key === "j" ? document.querySelector(".listed a") : null);
  link?.click();
});
