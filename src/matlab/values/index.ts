/** Operations on MATLAB values, as the interpreter and the built-in functions use them; files of this folder import each other directly. */
export * from "./assignment.ts";
export { classOf, integerLimits, isIntegerClass, isNumericClass, numericClasses, roundHalfAway } from "./classes.ts";
export { concatenated, literal } from "./concatenate.ts";
export * from "./construct.ts";
export * from "./convert.ts";
export { isPlainEmpty, toCategorical, toChars, toLogical } from "./convertElements.ts";
export { withDeleted } from "./deletion.ts";
export { describeValue } from "./describe.ts";
export { type ArrayValue, filled, isArrayValue, picked, put, withSize } from "./elements.ts";
export { operationsOf } from "./hosts.ts";
export { braceIndexed, columnAt, elementAt, indexed } from "./indexing.ts";
export * from "./members.ts";
export { exponential, fixed, general, stringOfNumber } from "./numberText.ts";
export { binary, unary } from "./operators.ts";
export { range, rangeOf } from "./range.ts";
export * from "./shape.ts";
export { endOf } from "./subscripts.ts";
export * from "./unknown.ts";
