"use strict";
// Without this script the page says the same; with it, it can be searched and sorted.
const box = document.querySelector("#filter");
const shown = document.querySelectorAll(".register tbody tr:not(.band), article");
const bands = document.querySelectorAll(".register tbody");
if (box) box.closest(".tools").hidden = false;
box?.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of shown) {
    const text = item.textContent.toLowerCase();
    item.hidden = !words.every((word) => text.includes(word));
  }
  for (const body of bands) {
    const band = body.querySelector(".band");
    if (band) band.hidden = ![...body.rows].some((row) => row !== band && !row.hidden);
  }
});
const key = (row, column) => {
  const text = row.cells[column].textContent.trim();
  const number = /-?[\d,]+(\.\d+)?/.exec(text);
  return number ? [0, Number(number[0].replaceAll(",", "")), text] : [text ? 1 : 2, 0, text];
};
for (const head of document.querySelectorAll(".register thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    const isDown = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    for (const body of head.closest("table").tBodies) {
      const goals = [...body.rows].filter((row) => !row.classList.contains("band"));
      const rows = goals.sort((a, b) => {
        const [x, y] = [key(a, head.cellIndex), key(b, head.cellIndex)];
        return x[0] - y[0] || x[1] - y[1] || x[2].localeCompare(y[2]);
      });
      body.append(...(isDown ? rows.reverse() : rows));
    }
  });
}
