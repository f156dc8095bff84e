const page = document.documentElement;
const button = document.getElementById("language");
function speak(language) {
  page.dataset.lang = page.lang = language;
  button.textContent = language === "zh" ? "English" : "中文";
}
button.addEventListener("click", () => speak(page.dataset.lang === "zh" ? "en" : "zh"));
speak(navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

function cellValue(row, column) {
  const text = row.cells[column].innerText.trim();
  const number = parseFloat(text.replaceAll(",", ""));
  return Number.isNaN(number) ? text : number;
}
for (const table of document.querySelectorAll("table.sortable")) {
  for (const head of table.tHead.rows[0].cells) {
    head.tabIndex = 0;
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const column = head.cellIndex;
      const rows = [...table.tBodies[0].rows].map((row) => [cellValue(row, column), row]);
      rows.sort(([a], [b]) => {
        const order = typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
        return down ? -order : order;
      });
      table.tBodies[0].append(...rows.map(([, row]) => row));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  }
}

const filters = [...document.querySelectorAll("[data-filter]")];
const search = document.querySelector("[data-search]");
function filter() {
  let shown = 0;
  for (const row of document.querySelectorAll("table.misses tbody tr")) {
    const fits = filters.every((select) => {
      const key = select.dataset.filter === "lost" ? "lost" : "column" + select.dataset.filter;
      return !select.value || row.dataset[key] === select.value;
    });
    row.hidden = !fits || !row.textContent.toLowerCase().includes(search.value.toLowerCase());
    shown += row.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = shown;
}
if (search) {
  for (const select of filters) select.addEventListener("change", filter);
  search.addEventListener("input", filter);
  search.form.addEventListener("submit", (event) => event.preventDefault());
}
