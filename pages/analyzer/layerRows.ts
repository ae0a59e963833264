/** The table of layers: search, sorting, and the chosen row. */
export interface LayerRows {
  has(name: string): boolean;
  mark(name: string | undefined): void;
  focus(name: string): void;
}

/** Makes the table of the page answer; `select` is called with the layer that a reader chooses. */
export function layerRows(select: (name: string | undefined) => void): LayerRows {
  const table = document.querySelector<HTMLTableElement>("#table")!;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const byName = new Map(rows.map((row) => [row.dataset.layer!, row]));
  let chosen: HTMLTableRowElement | undefined;

  const mark = (name: string | undefined): void => {
    chosen?.classList.remove("chosen");
    if (chosen) nameButton(chosen).ariaPressed = "false";
    chosen = name === undefined ? undefined : byName.get(name);
    if (!chosen) return;
    chosen.classList.add("chosen");
    nameButton(chosen).ariaPressed = "true";
    chosen.scrollIntoView({ block: "nearest" });
  };

  body.addEventListener("click", (event) => {
    const row = (event.target as Element).closest("tr");
    const readingText = getSelection()?.isCollapsed === false;
    if (row && !readingText) select(row === chosen ? undefined : row.dataset.layer);
  });
  table.addEventListener("keydown", (event) => {
    const row = (event.target as Element).closest<HTMLTableRowElement>("tbody tr");
    const shown = [...body.rows].filter(({ hidden }) => !hidden);
    const next = row === null ? undefined : neighbour(shown, shown.indexOf(row), event.key);
    if (!next) return;
    event.preventDefault();
    nameButton(next).focus();
    select(next.dataset.layer);
  });
  searchable(rows);
  sortable(table, rows);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") select(undefined);
  });
  return {
    has: (name) => byName.has(name),
    mark,
    focus: (name) => nameButton(byName.get(name)!).focus({ preventScroll: true }),
  };
}

function nameButton(row: HTMLTableRowElement): HTMLButtonElement {
  return row.querySelector<HTMLButtonElement>("button.name")!;
}

/** The row that a key leads to. */
function neighbour(rows: readonly HTMLTableRowElement[], at: number, key: string): HTMLTableRowElement | undefined {
  if (key === "ArrowDown") return rows[at + 1];
  if (key === "ArrowUp") return rows[at - 1];
  if (key === "Home") return rows[0];
  return key === "End" ? rows.at(-1) : undefined;
}

/** Lets the search field hide the rows without its words; `/` leads there. */
function searchable(rows: readonly HTMLTableRowElement[]): void {
  const field = document.querySelector<HTMLInputElement>("#search")!;
  const found = document.querySelector("#found")!;
  const texts = rows.map((row) =>
    [...row.cells]
      .map((cell) => cell.textContent)
      .join(" ")
      .toLowerCase(),
  );
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [i, row] of rows.entries()) {
      row.hidden = !words.every((word) => texts[i].includes(word));
      if (!row.hidden) count++;
    }
    found.textContent = words.length === 0 ? "" : `${count} of ${rows.length}`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    field.focus();
  });
}

/** Lets the heads sort the rows: up, down, and back to the order of the network. */
function sortable(table: HTMLTableElement, rows: readonly HTMLTableRowElement[]): void {
  const heads = [...table.tHead!.rows[0].cells];
  for (const [column, head] of heads.entries()) {
    head.querySelector("button")!.addEventListener("click", () => {
      const way = head.ariaSort === "none" ? "ascending" : head.ariaSort === "ascending" ? "descending" : "none";
      for (const other of heads) other.ariaSort = other === head ? way : "none";
      table.tBodies[0].append(...sorted(rows, column, way));
    });
  }
}

function sorted(rows: readonly HTMLTableRowElement[], column: number, way: string): HTMLTableRowElement[] {
  if (way === "none") return [...rows];
  const sign = way === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => sign * compared(a.cells[column], b.cells[column]));
}

function compared(a: HTMLTableCellElement, b: HTMLTableCellElement): number {
  if (a.dataset.order === undefined) return a.textContent.localeCompare(b.textContent, "en", { numeric: true });
  const [x, y] = [Number(a.dataset.order), Number(b.dataset.order)];
  return x === y ? 0 : x < y ? -1 : 1;
}
