import { toImages } from "../data/images.ts";
import type { Responses } from "../data/responses.ts";

/** Images of one place, such as MATLAB's 1 × 1 × responses × observations, as what they are of an output without places: one answer for each observation. */
export function answersOfImages(responses: Responses): Responses {
  if (responses.kind === "numberImages" && responses.values.every(({ size }) => isOnePlace(size.slice(0, -1)))) {
    return { kind: "numbers", values: responses.values.map(({ data }) => Float32Array.from(data)) };
  }
  if (responses.kind === "labelImages" && isOnePlace(responses.size)) {
    const { classes, codes } = responses;
    return { kind: "labels", classes, codes: Int32Array.from(codes, ([code]) => code) };
  }
  return responses;
}

/** Responses that are written as images: lists in lists as deep as that, or sizes of more than two dimensions; undefined for others. */
export function writtenAsImages(part: unknown, name: string): Responses | undefined {
  const [first] = Array.isArray(part) ? (part as readonly unknown[]) : [];
  const rank = rankOf(first);
  return rank < 3 ? undefined : { kind: "numberImages", values: toImages(part as never, { rank, name }) };
}

function rankOf(given: unknown): number {
  if (Array.isArray(given)) return 1 + rankOf(given[0]);
  const { size } = (given ?? {}) as { readonly size?: unknown };
  return Array.isArray(size) ? size.length : 0;
}

function isOnePlace(size: readonly number[]): boolean {
  return size.every((n) => n === 1);
}
