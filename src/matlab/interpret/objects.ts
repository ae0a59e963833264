import type { Place } from "../syntax/ast.ts";
import { emptyMatrix } from "../values/construct.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { Evaluation, ObjectValue, Value } from "../values/value.ts";
import type { CodeFile, PropertyDeclaration, UserClass } from "./code.ts";
import { conformed } from "./conform.ts";
import type { Frame } from "./machine.ts";
import { Scope } from "./scope.ts";
import { after, finished, type Step, Waiting } from "./step.ts";

/** An instance of a class, made as its constructor says. */
export function construct(frame: Frame, type: UserClass, args: readonly Value[], place: Place): Step<ObjectValue> {
  return new Waiting(made(frame, type, args, place));
}

function* made(frame: Frame, type: UserClass, args: readonly Value[], place: Place): Evaluation<ObjectValue> {
  const properties = new Map<string, Value>();
  for (const base of type.bases) for (const [name, value] of base.properties) properties.set(name, value);
  for (const [name, { attributes, declaration }] of type.declared) {
    if (attributes.has("dependent")) continue;
    properties.set(name, yield* defaultOf(frame, type, name, declaration));
  }
  const plain = { kind: "object", className: type.name, definition: type, properties } as const;
  const object: ObjectValue = type.isHandle ? { ...plain, box: { properties } } : plain;
  return yield* initialized(frame, type, object, args, place);
}

/** Defaults are computed once for each class, as in MATLAB. */
function* defaultOf(
  frame: Frame,
  type: UserClass,
  name: string,
  declaration: PropertyDeclaration["declaration"],
): Evaluation<Value> {
  const known = type.computed.get(name);
  if (known !== undefined) return known;
  const { initial } = declaration;
  const value =
    initial === undefined ? emptyMatrix : yield* finished(frame.machine.evaluate(fileFrame(frame, type.file), initial));
  type.computed.set(name, value);
  return value;
}

/** A frame without variables, in which names are looked up as in a file. */
export function fileFrame(frame: Frame, file: CodeFile): Frame {
  const none = {
    called: undefined,
    caller: frame,
    nargin: 0,
    nargout: 1,
    ends: [],
    omitted: new Map(),
    missing: new Set<string>(),
  };
  return { machine: frame.machine, depth: frame.depth + 1, scope: new Scope(), file, ...none };
}

/** Runs a class's constructor on an instance that may be of a class derived from it. */
export function* initialized(
  frame: Frame,
  type: UserClass,
  object: ObjectValue,
  args: readonly Value[],
  place: Place,
): Evaluation<ObjectValue> {
  const { maker } = type;
  if (maker === undefined) {
    let current = object;
    for (const superclass of type.superclasses) current = yield* initialized(frame, superclass, current, args, place);
    if (args.length > 0 && type.superclasses.length === 0)
      throw new ScriptError("MATLAB:TooManyInputs", `Error using ${type.name}\nToo many input arguments.`, place);
    return current;
  }
  let current = object;
  for (const superclass of type.superclasses) {
    if (!callsConstructor(type, superclass)) current = yield* initialized(frame, superclass, current, [], place);
  }
  const results = yield* finished(
    frame.machine.callFunction(frame, maker, args, 1, place, [[maker.definition.outputs[0], current]]),
  );
  const [result] = results;
  if (result?.kind === "object") return result;
  throw new ScriptError(
    "MATLAB:class:InvalidConstructorOutput",
    `The constructor of '${type.name}' must return an object of the class.`,
    place,
  );
}

/** Whether the constructor's own text calls that of a superclass. */
function callsConstructor({ maker, file }: UserClass, superclass: UserClass): boolean {
  const { start, end } = maker!.definition.place;
  return file.program.source.text.slice(start, end).includes(`@${superclass.name}`);
}

/** The properties that an object really has now. */
export function propertiesOf(object: ObjectValue): ReadonlyMap<string, Value> {
  return (object.box ?? object).properties;
}

/** The value of `object.name`, through `get.name` where the class has it. */
export function property(frame: Frame, object: ObjectValue, name: string, place: Place): Step<Value> {
  const type = object.definition as UserClass;
  const getter = type.methodTable.get(`get.${name}`);
  if (getter !== undefined && !isInside(frame, `get.${name}`, type))
    return after(frame.machine.callFunction(frame, getter, [object], 1, place), ([value]) => value);
  const value = propertiesOf(object).get(name) ?? type.operations?.member?.(object, name);
  if (value !== undefined) return value;
  throw new ScriptError(
    "MATLAB:noSuchMethodOrField",
    `Unrecognized method, property, or field '${name}' for class '${type.name}'.`,
    place,
  );
}

function isInside({ called }: Frame, method: string, type: UserClass): boolean {
  return (
    called?.definition.name === method &&
    called.owner !== undefined &&
    (called.owner === type || type.ancestors.includes(called.owner.name))
  );
}

/** The object with `object.name = given`: checked as declared, through `set.name`; the same object for handle classes. */
export function withProperty(frame: Frame, object: ObjectValue, name: string, given: Value, place: Place): Step<ObjectValue> {
  const type = object.definition as UserClass;
  const declared = type.declared.get(name);
  const setter = type.methodTable.get(`set.${name}`);
  const inSetter = isInside(frame, `set.${name}`, type);
  if (declared === undefined && setter === undefined && !propertiesOf(object).has(name)) throw noProperty(type, name, place);
  if (declared?.attributes.has("constant"))
    throw new ScriptError(
      "MATLAB:class:SetProhibited",
      `Unable to set the constant property '${name}' of class '${type.name}'.`,
      place,
    );
  const { className, size, validators } = declared?.declaration ?? { validators: [] };
  const plain = className === undefined && size === undefined && validators.length === 0;
  if (plain && (setter === undefined || inSetter)) return stored(object, name, given);
  return new Waiting(checked(frame, object, name, given, place));
}

function* checked(frame: Frame, object: ObjectValue, name: string, given: Value, place: Place): Evaluation<ObjectValue> {
  const type = object.definition as UserClass;
  const declaration = type.declared.get(name)?.declaration;
  const label = `Error setting property '${name}' of class '${type.name}'.`;
  const value = declaration === undefined ? given : yield* conformed(frame, declaration, given, label, place);
  const setter = type.methodTable.get(`set.${name}`);
  if (setter === undefined || isInside(frame, `set.${name}`, type)) return stored(object, name, value);
  const nargout = setter.definition.outputs.length;
  const [result] = yield* finished(frame.machine.callFunction(frame, setter, [object, value], nargout, place));
  return result?.kind === "object" ? result : object;
}

function stored(object: ObjectValue, name: string, value: Value): ObjectValue {
  const before = propertiesOf(object);
  const base = (object.definition as UserClass).bases.find(
    (each) => each.withProperty !== undefined && each.properties.has(name),
  );
  const properties = base?.withProperty?.(before, name, value) ?? new Map(before).set(name, value);
  if (object.box === undefined) return { ...object, properties };
  object.box.properties = properties;
  return object;
}

function noProperty(type: UserClass, name: string, place: Place): ScriptError {
  return new ScriptError("MATLAB:noPublicFieldForClass", `Unrecognized property '${name}' for class '${type.name}'.`, place);
}

/** `Class.name`: a constant property, or a member of an enumeration. */
export function constant(frame: Frame, type: UserClass, name: string, place: Place): Step<Value> {
  const known = type.computed.get(name);
  if (known !== undefined) return known;
  const declared = type.declared.get(name);
  if (declared?.attributes.has("constant")) return new Waiting(defaultOf(frame, type, name, declared.declaration));
  const member = type.definition.enumerations.find((each) => each.name === name);
  if (member === undefined)
    throw new ScriptError(
      "MATLAB:subscripting:classHasNoPropertyOrMethod",
      `The class ${type.name} has no Constant property or Static method named '${name}'.`,
      place,
    );
  return new Waiting(enumerationMember(frame, type, member, place));
}

function* enumerationMember(
  frame: Frame,
  type: UserClass,
  { name, args }: UserClass["definition"]["enumerations"][number],
  place: Place,
): Evaluation<Value> {
  const given: Value[] = [];
  for (const arg of args) given.push(yield* finished(frame.machine.evaluate(fileFrame(frame, type.file), arg)));
  const object = yield* made(frame, type, given, place);
  type.computed.set(name, object);
  return object;
}
