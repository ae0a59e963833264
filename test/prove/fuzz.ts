import type { Proof } from "./proof.ts";
export const fuzz: Proof = { name: "fuzz", claim: "", run: async () => ({ kind: "skipped", reason: "soon" }) };
