import { functionOfText } from "../index.ts";

/** What reads the functions of graph files that are written in MATLAB. */
export const functions = functionOfText;
