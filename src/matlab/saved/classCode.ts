import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MatObject, MatValue } from "../../data/matValues.ts";
import type { UserClass } from "../interpret/code.ts";
import { codeFile, refuseProblems } from "../interpret/library.ts";
import { machineFor } from "../interpret/machineFor.ts";
import { layerOfObject } from "../layers/layerOfObject.ts";
import { parseProgram } from "../syntax/parseProgram.ts";
import { decodeSource } from "../syntax/sourceText.ts";
import { emptyMatrix } from "../values/construct.ts";
import { fromMat } from "../values/fromMat.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import { arrayOf, savedParts } from "./savedFields.ts";
import type { CustomLayers } from "./savedLayer.ts";

/** Private properties of MATLAB's base class, and the public ones that show them. */
const shown: readonly (readonly [stored: string, property: string])[] = [
  ["nnet.layer.Layer.PrivateInputs", "InputNames"],
  ["nnet.layer.Layer.PrivateOutputs", "OutputNames"],
];

/** Layers of the classes whose `.m` files lie beside a MAT-file: the class is read, and an instance has the properties that were saved. */
export function classesBeside(file: string): CustomLayers {
  return (object, name) => {
    const path = join(dirname(file), `${object.className}.m`);
    if (!existsSync(path)) return undefined;
    const program = parseProgram(decodeSource(readFileSync(path), path));
    refuseProblems(program);
    if (program.kind !== "class") return undefined;
    const code = codeFile(path, program);
    const { library, session, meter } = machineFor({ path, mode: "port" }, code);
    meter.rest();
    const type = library.classIn(code, object.className);
    const layer = layerOfObject(instance(type, object), session, program.classes[0].place);
    return { ...layer, name };
  };
}

/** An instance with the saved values of its properties; the constructor does not run, as it does not in MATLAB. */
function instance(type: UserClass, object: MatObject): ObjectValue {
  const saved = savedParts(object) ?? new Map<string, MatValue>();
  const properties = new Map<string, Value>(type.bases.flatMap((base) => [...base.properties]));
  for (const [name, { attributes }] of type.declared) if (!attributes.has("dependent")) properties.set(name, emptyMatrix);
  for (const [name, value] of saved) if (properties.has(name)) properties.set(name, valueOfSaved(name, value));
  for (const [stored, property] of shown) {
    const value = saved.get(stored);
    if (value) properties.set(property, fromMat(value, property));
  }
  const plain = { kind: "object", className: type.name, definition: type, properties } as const;
  return type.isHandle ? { ...plain, box: { properties } } : plain;
}

/** A property's value; arrays on a device or with formats are opened. */
function valueOfSaved(name: string, value: MatValue): Value {
  if (value.kind !== "object" || (value.className !== "dlarray" && value.className !== "gpuArray")) return fromMat(value, name);
  const array = arrayOf(value, name);
  return array ? { kind: "numeric", class: "single", ...array } : emptyMatrix;
}
