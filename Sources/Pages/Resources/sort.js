
// Sorts tables by their columns. Without it every table can still be read, in the order it has.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const valueOf = (row, index) => {
    const cell = row.cells[index];
    const figure = cell.querySelector("data");
    return figure ? Number(figure.value) : cell.textContent.trim();
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    // What has no number is less than any.
    if (typeof a !== typeof b) return typeof a === "number" ? 1 : -1;
    return a < b ? -1 : a > b ? 1 : 0;
  };
  heads.forEach((head, index) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      // Numbers begin with the largest, texts with the first.
      const wasDescending = head.getAttribute("aria-sort") === "descending";
      const wasAscending = head.getAttribute("aria-sort") === "ascending";
      const isAscending = wasDescending || (!wasAscending && !head.classList.contains("number"));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => [valueOf(row, index), row]);
      rows.sort((a, b) => (isAscending ? compare(a[0], b[0]) : compare(b[0], a[0])));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
}
