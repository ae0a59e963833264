export { type AttentionOptions, attention } from "./attention.ts";
export { dims, dlarray, finddim, stripdims } from "./labels.ts";
