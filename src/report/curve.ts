import { at } from "./svg.ts";

/** Where a point of a line stands; undefined where the line has a gap. */
export type Place = readonly [x: number, y: number];

/** A line through places as the data of a path. */
export function pathOf(places: readonly (Place | undefined)[]): string {
  let pen = "M";
  return places
    .map((place) => {
      const step = place && `${pen}${at(place[0])} ${at(place[1])}`;
      pen = place ? "L" : "M";
      return step ?? "";
    })
    .join("");
}

/** So many points that no pixel column needs more: of each column the lowest and the highest, in their order. */
export function thinned(places: readonly (Place | undefined)[], columns: number): readonly (Place | undefined)[] {
  if (places.length <= 4 * columns) return places;
  const kept: (Place | undefined)[] = [];
  const size = Math.ceil(places.length / columns);
  for (let from = 0; from < places.length; from += size) {
    const column = places.slice(from, from + size);
    const real = column.filter((place) => place !== undefined);
    if (real.length < column.length) kept.push(undefined);
    if (real.length === 0) continue;
    const low = real.reduce((best, place) => (place[1] > best[1] ? place : best));
    const high = real.reduce((best, place) => (place[1] < best[1] ? place : best));
    kept.push(...(real.indexOf(low) <= real.indexOf(high) ? [low, high] : [high, low]));
  }
  return kept;
}
