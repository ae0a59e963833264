import { textOf, textsOf } from "../values/convert.ts";
import { isTable } from "../values/tableData.ts";
import type { Builtin, Call, Figure, Value } from "../values/value.ts";
import { scalarAt } from "./arguments.ts";
import { numbersIn } from "./arrays.ts";
import { confusionOf } from "./confusion.ts";
import { define, type Results } from "./define.ts";
import { chooseAxes, chooseFigure, currentAxes, type Drawing, freshAxes, graphics, hold, isGraphics } from "./figures.ts";

type Line = NonNullable<Figure["lines"]>[number];

/** A drawing function: nothing is drawn in `port`; a handle is its result where one is wanted. */
function draws(name: string, draw: (call: Call) => void): Builtin {
  return define(
    name,
    (call): Results => {
      if (call.session.mode === "run") draw({ ...call, args: call.args.filter((value) => !isGraphics(value)) });
      return call.nargout > 0 ? Array.from({ length: call.nargout }, () => graphics) : [];
    },
    { role: "draws", unknowns: "accept" },
  );
}

/** The columns of a matrix, or the one line of a vector. */
function columnsOf(value: Value): number[][] {
  const found = numbersIn(value);
  if (found === undefined) return [];
  const all = Array.from(found.data);
  const [rows] = found.size;
  if (rows === 1 || found.size[1] === 1) return [all];
  return Array.from({ length: found.size[1] ?? 0 }, (_, j) => all.slice(j * rows, (j + 1) * rows));
}

/** `plot(y)`, `plot(x, y)`, `plot(x1, y1, style, x2, y2, …)`; options behind are left. */
function linesIn(args: readonly Value[]): Line[] {
  const lines: Line[] = [];
  for (let i = 0; i < args.length; ) {
    if (numbersIn(args[i]) === undefined || args[i].kind === "char") {
      i += 2;
      continue;
    }
    const paired = args[i + 1] !== undefined && args[i + 1].kind !== "char" && numbersIn(args[i + 1]) !== undefined;
    const ys = columnsOf(args[paired ? i + 1 : i]);
    const xs = paired ? columnsOf(args[i]) : [];
    i += paired ? 2 : 1;
    const style = args[i] === undefined ? undefined : textOf(args[i]);
    const isStyle = style !== undefined && /^[-:.+o*xsd^v<>ph|_rgbcmykw]{1,4}$/.test(style);
    if (isStyle) i++;
    ys.forEach((y, k) => {
      const x = xs[xs.length === 1 ? 0 : k] ?? y.map((_, at) => at + 1);
      lines.push(isStyle ? { x, y, style } : { x, y });
    });
  }
  return lines;
}

function plots(name: string): Builtin {
  return draws(name, (call) => {
    const drawing = freshAxes(call);
    drawing.lines = [...(drawing.lines ?? []), ...linesIn(call.args)];
  });
}

function labels(name: string, field: "title" | "xLabel" | "yLabel"): Builtin {
  return draws(name, (call) => {
    const words = call.args[0] && textsOf(call.args[0]);
    if (words !== undefined) currentAxes(call)[field] = words.join(" ");
  });
}

function legend(call: Call): void {
  const listed = call.args[0]?.kind === "cell" || (call.args[0]?.kind === "string" && call.args[0].values.length > 1);
  const words = listed ? textsOf(call.args[0]) : call.args.map((value) => textOf(value)).filter((each) => each !== undefined);
  const option = (words ?? []).findIndex((word) =>
    /^(location|orientation|interpreter|fontsize|numcolumns|box|autoupdate)$/i.test(word),
  );
  const kept = (words ?? []).slice(0, option < 0 ? undefined : option);
  if (kept.length > 0 && !/^(show|hide|off|boxoff)$/.test(kept[0])) currentAxes(call).legend = kept;
}

function subplot(call: Call): void {
  if (call.args.length >= 3) chooseAxes(call, scalarAt({ ...call, args: [numberOrOne(call.args[2])] }, 0));
  else if (call.args.length === 1 && numbersIn(call.args[0])) chooseAxes(call, scalarAt(call, 0) % 10);
}

/** `subplot(2, 2, [1 2])` takes the first of the places. */
function numberOrOne(value: Value): Value {
  const first = numbersIn(value)?.data[0] ?? 1;
  return { kind: "numeric", class: "double", size: [1, 1], data: Float64Array.of(first) };
}

function nextTile(call: Call): void {
  const known = call.session.memory(tiles, () => ({ next: 1 }));
  chooseAxes(call, (call.args[0] && numbersIn(call.args[0])?.data[0]) ?? known.next);
  known.next++;
}

const tiles = Symbol("tiles");

function figure(call: Call): void {
  const first = call.args[0] && call.args[0].kind === "numeric" ? Number(call.args[0].data[0]) : undefined;
  chooseFigure(call, first);
}

function confusionchart(call: Call): void {
  const drawing: Drawing = freshAxes(call);
  const title = call.args.findIndex((value) => textOf(value)?.toLowerCase() === "title");
  drawing.confusion = confusionOf(call);
  if (title >= 0) drawing.title = textOf(call.args[title + 1]);
}

function bar(call: Call): void {
  if (call.args.some(isTable)) return;
  const drawing = freshAxes(call);
  drawing.lines = [...(drawing.lines ?? []), ...linesIn(call.args).map((line) => ({ ...line, style: "bar" }))];
}

/** Names of which nothing is kept. */
const ornaments = [
  "colorbar colormap caxis clim axis grid box xlim ylim zlim zlabel set view shading lighting material camlight daspect pbaspect",
  "drawnow refresh clf cla close closereq saveas savefig print exportgraphics exportapp hgexport getframe movie text annotation line rectangle patch",
  "fill area histogram hist histogram2 pie pie3 heatmap boxplot boxchart violinplot scatter3 plot3 mesh meshc surf surfc surface contour contourf contour3",
  "imagesc imshow image montage pcolor quiver polarplot rose compass feather stairs errorbar plotyy plotmatrix gscatter gplotmatrix silhouette",
  "dendrogram wordcloud parallelplot sgtitle suptitle subtitle tiledlayout xticks yticks xticklabels yticklabels xtickangle ytickangle xline yline",
  "yyaxis axes uifigure waitbar uicontrol ishandle ishghandle isgraphics findobj findall copyobj linkaxes datacursormode zoom pan rotate3d",
  "plotconfusion plotroc plotperform plottrainstate ploterrhist plotregression plotfit plotwb plottree gtext hidden whitebg alpha figurepalette",
  "animatedline addpoints clearpoints implay deepNetworkDesigner nntraintool bodemag freqz spectrogram fplot ezplot fimplicit stackedplot",
  "plotResiduals pointplot colororder lines jet parula gray hot cool hsv turbo bone copper pink",
].flatMap((names) => names.split(" "));

/** Functions that draw. */
export const drawing: readonly Builtin[] = [
  ...["plot", "semilogx", "semilogy", "loglog", "scatter", "stem"].map(plots),
  draws("bar", bar),
  draws("barh", bar),
  draws("confusionchart", confusionchart),
  labels("title", "title"),
  labels("xlabel", "xLabel"),
  labels("ylabel", "yLabel"),
  draws("legend", legend),
  draws("figure", figure),
  draws("subplot", subplot),
  draws("nexttile", nextTile),
  draws("hold", (call) => hold(call, call.args.length === 0 || textOf(call.args[0]) === "on")),
  draws("gca", () => {}),
  draws("gcf", () => {}),
  draws("get", () => {}),
  ...ornaments.map((name) => draws(name, () => {})),
];
