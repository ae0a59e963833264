/** The drawn graph: its size on the screen, and the chosen layer. */
export interface DrawingView {
  mark(name: string | undefined): void;
}

/** The group of a layer, or of blocks that are folded. */
const boxSelector = "[data-layer],[data-layers]";
const largest = 4;
const smallest = 0.02;
const step = 1.25;

/** Makes the drawing of the page answer; `select` is called with the layer that a reader chooses. */
export function drawingView(select: (name: string | undefined) => void): DrawingView {
  const canvas = document.querySelector<HTMLElement>(".canvas")!;
  const views = [...canvas.querySelectorAll<HTMLElement>(".drawing")];
  let scale = 1;
  let chosen: string | undefined;

  const svg = (): SVGSVGElement => views.find(({ hidden }) => !hidden)!.querySelector("svg")!;
  const show = (wanted: number): void => {
    const { width, height } = svg().viewBox.baseVal;
    const middle = [canvas.scrollTop + canvas.clientHeight / 2, canvas.scrollLeft + canvas.clientWidth / 2].map(
      (at) => at / scale,
    );
    scale = Math.min(largest, Math.max(smallest, wanted));
    svg().setAttribute("width", String(width * scale));
    svg().setAttribute("height", String(height * scale));
    canvas.scrollTop = middle[0] * scale - canvas.clientHeight / 2;
    canvas.scrollLeft = middle[1] * scale - canvas.clientWidth / 2;
  };
  const fit = (): void => {
    const { width, height } = svg().viewBox.baseVal;
    show(Math.min(canvas.clientWidth / width, canvas.clientHeight / height));
  };
  /** As wide as the panel, but never larger than drawn: text stays readable, long networks scroll. */
  const fitWidth = (): void => show(Math.min(1, (canvas.clientWidth - 4) / svg().viewBox.baseVal.width));
  const mark = (name: string | undefined): void => {
    chosen = name;
    for (const box of canvas.querySelectorAll(".chosen")) box.classList.remove("chosen");
    const box = name === undefined ? undefined : boxes(svg()).find((each) => namesOf(each).includes(name));
    if (!box) return;
    box.classList.add("chosen");
    box.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const actions: Readonly<Record<string, (button: HTMLButtonElement) => void>> = {
    in: () => show(scale * step),
    out: () => show(scale / step),
    fit,
    whole: () => show(1),
    fold: (button) => {
      for (const view of views) view.hidden = !view.hidden;
      button.ariaPressed = String(views[0].hidden);
      fitWidth();
      mark(chosen);
    },
  };
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-action]"))
    button.addEventListener("click", () => actions[button.dataset.action!](button));
  canvas.addEventListener("click", (event) => {
    const box = (event.target as Element).closest<SVGGElement>(boxSelector);
    if (box) select(namesOf(box)[0]);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      show(scale * (event.deltaY < 0 ? step : 1 / step));
    },
    { passive: false },
  );
  fitWidth();
  return { mark };
}

function boxes(svg: SVGSVGElement): SVGGElement[] {
  return [...svg.querySelectorAll<SVGGElement>(boxSelector)];
}

function namesOf(box: SVGGElement): string[] {
  const { layer, layers } = box.dataset;
  return layers === undefined ? [layer!] : (JSON.parse(layers) as string[]);
}
