import { drawingView } from "./analyzer/drawingView.ts";
import { layerRows } from "./analyzer/layerRows.ts";

const rows = layerRows(select);
const drawing = drawingView(select);

for (const button of document.querySelectorAll<HTMLButtonElement>("button.go")) {
  button.addEventListener("click", () => {
    select(button.dataset.layer!);
    rows.focus(button.dataset.layer!);
  });
}
const linked = decodeURIComponent(location.hash.slice(1));
if (rows.has(linked)) select(linked);

/** Shows a layer as the chosen one, in the drawing and in the table; nothing is chosen without a name. */
function select(name: string | undefined): void {
  rows.mark(name);
  drawing.mark(name);
  const address = name === undefined ? location.pathname + location.search : `#${encodeURIComponent(name)}`;
  history.replaceState(null, "", address);
}
