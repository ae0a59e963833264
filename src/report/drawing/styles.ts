import { dark, light, type Palette } from "./colors.ts";
import { fonts, portFont } from "./measure.ts";

/** The class that the styles of a drawing are held to, so that they leave a page that it stands in alone. */
export const rootClass = "layergraph-drawing";

/** The style sheet of a drawing. Colours are written out for each of light and dark, since not every program that shows SVG knows variables. */
export function drawingStyles(): string {
  return [...shapes(), ...colors(light), "@media(prefers-color-scheme:dark){", ...colors(dark), "}"].join("");
}

function rule(selector: string, declarations: string): string {
  const held = selector.split(",").map((each) => (each === "" ? `.${rootClass}` : `.${rootClass} ${each}`));
  return `${held.join(",")}{${declarations}}`;
}

function shapes(): string[] {
  return [
    rule("", "font-family:Inter,system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"),
    ...Object.entries(fonts).map(([kind, { size }]) => rule(`.${kind}`, `font-size:${size}px`)),
    rule(".name,.heading", "font-weight:600"),
    rule(".heading", "font-size:15px"),
    rule(".summary", "font-size:12px"),
    rule(".port", `font-size:${portFont.size}px`),
    rule(".wire", "fill:none;stroke-width:1.5"),
    rule(".skip .wire", "stroke-width:1.8"),
    rule(".loop .wire", "stroke-dasharray:6 4"),
    rule(".edge:hover .wire", "stroke-width:3.5"),
    rule(".card", "stroke-width:1.2"),
    rule(".marked .card", "stroke-width:2"),
    rule(".layer:hover .card", "stroke-width:2.4"),
    rule(".badge text", "font-size:11px;font-weight:700"),
    rule(".dot", "stroke-width:1.4"),
  ];
}

function colors({ page, text, quiet, wire, skips, roles, marks }: Palette): string[] {
  return [
    rule(".page", `fill:${page}`),
    rule("text", `fill:${text}`),
    rule(".size,.note,.summary,.port", `fill:${quiet}`),
    rule(".wire", `stroke:${wire}`),
    rule(".head,.dot", `fill:${wire}`),
    rule(".dot", `stroke:${wire}`),
    rule(".dot.open", `fill:${page};stroke:${quiet}`),
    ...skips.flatMap((color, i) => [rule(`.k${i} .wire`, `stroke:${color}`), rule(`.k${i} .head`, `fill:${color}`)]),
    rule(".loop .wire", `stroke:${marks.error.edge}`),
    rule(".loop .head", `fill:${marks.error.edge}`),
    ...Object.entries(roles).flatMap(([role, { ink, area, edge }]) => [
      rule(`.${role} .card`, `fill:${area};stroke:${edge}`),
      rule(`.${role} .bar`, `fill:${ink}`),
      rule(`.${role} .type`, `fill:${ink}`),
    ]),
    ...Object.entries(marks).flatMap(([severity, { ink, area, edge }]) => [
      rule(`.has-${severity} .card`, `fill:${area};stroke:${edge}`),
      rule(`.has-${severity} .dot.open`, `stroke:${edge}`),
      rule(`text.${severity}`, `fill:${ink}`),
      rule(`.badge.${severity} circle`, `fill:${ink}`),
    ]),
    rule(".badge text", `fill:${page}`),
  ];
}
