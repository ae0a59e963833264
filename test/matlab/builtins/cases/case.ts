/** A call written in MATLAB, and what it gives, written in MATLAB; or what its error says. */
export type Case = readonly [call: string, gives: string | RegExp];
