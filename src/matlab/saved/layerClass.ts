import { existsSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LayerGraphError } from "../../errors.ts";
import type { Layer } from "../../layer.ts";
import type { CodeFile } from "../interpret/code.ts";
import { codeFile, refuseProblems } from "../interpret/library.ts";
import { machineFor } from "../interpret/machineFor.ts";
import { layerOfObject } from "../layers/layerOfObject.ts";
import { constructorOf } from "../syntax/classConstructor.ts";
import { parseProgram } from "../syntax/parseProgram.ts";
import { decodeSource, lineAndColumn } from "../syntax/sourceText.ts";
import { runNow } from "../values/evaluation.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { ObjectValue, Value } from "../values/value.ts";
import { classArguments } from "./classArguments.ts";

/**
 * A layer class of MATLAB's as a function that makes layers: each call runs the class's constructor, and gradients follow from `predict` by themselves.
 * Functions and classes in the folder of the file are found, as MATLAB finds them. The file is read once, here.
 *
 * Numbers, texts, booleans and lists of one of these become MATLAB's scalars, char vectors, logicals and rows; an object at the end gives name-value
 * arguments, `{ numHeads: 4 }` for `NumHeads=4`. Names are told apart as the class's `arguments` block spells them, in any case, and else begin with a capital.
 *
 * @param path the class's file: a path from the working folder, or a `file:` URL, so that it can be told from the module's own place
 * @returns the layer's function; what it throws is a LayerGraphError `layer-class` with the class, the file and the line
 * @throws LayerGraphError `file-missing`, `matlab-syntax` (all problems in one), `layer-class` for a file that defines no class of its name
 * @example
 * ```ts
 * const temporalAttentionLayer = layerClass(new URL("./temporalAttentionLayer.m", import.meta.url));
 * const layers = [sequenceInputLayer(3), temporalAttentionLayer(16, { name: "attention" })];
 * ```
 * @see MATLAB Define Custom Deep Learning Layers
 */
export function layerClass(path: string | URL): (...args: readonly unknown[]) => Layer {
  const code = classFile(path);
  const [{ name, place, ...written }] = code.program.classes;
  const maker = constructorOf({ name, place, ...written });
  const machine = machineFor({ path: folderEntry(code.path), mode: "port" }, code);
  machine.meter.rest();
  const where = `${name} (${code.path})`;
  return (...args) => {
    const given = classArguments(args, maker, where);
    try {
      const [made] = runNow(machine.session.invoke(name, given, 1, place), `The constructor of ${name}`);
      return layerOfObject(layerObject(made, where), machine.session, place);
    } catch (thrown) {
      throw failure(machine.meter.translated(thrown), name, code.path);
    }
  };
}

function classFile(path: string | URL): CodeFile {
  const isAddress = typeof path !== "string" || path.startsWith("file:");
  const given = isAddress ? fileURLToPath(path) : resolve(path);
  if (!existsSync(given))
    throw new LayerGraphError("file-missing", `layerClass: there is no file '${given}'.`, { received: given });
  const real = join(realpathSync(dirname(given)), basename(given));
  const program = parseProgram(decodeSource(readFileSync(real), real));
  refuseProblems(program);
  const name = basename(real, ".m");
  if (program.kind === "class" && program.classes[0].name === name) return codeFile(real, program);
  const received = program.kind === "class" ? `the class ${program.classes[0].name}` : `a ${program.kind}`;
  const message = `layerClass: '${given}' defines ${received}, expected the class ${name}, which MATLAB finds by the file's name.`;
  throw new LayerGraphError("layer-class", message, { received, expected: `the class ${name}` });
}

/** The class's place in the folder in which its names are looked up: a class of an `@Class` folder belongs to the folder around that. */
function folderEntry(path: string): string {
  const folder = dirname(path);
  return basename(folder).startsWith("@") ? join(dirname(folder), basename(path)) : path;
}

function layerObject(made: Value | undefined, where: string): ObjectValue {
  if (made?.kind === "object" && made.definition.ancestors.some((name) => name.startsWith("nnet.layer."))) return made;
  const why =
    made?.kind === "unknown"
      ? `its constructor needs what is not there: ${made.reason}`
      : "the class does not derive from nnet.layer.Layer, nnet.layer.ClassificationLayer or nnet.layer.RegressionLayer";
  throw new LayerGraphError("layer-class", `${where} makes no layer: ${why}.`);
}

function failure(thrown: unknown, name: string, path: string): unknown {
  if (!(thrown instanceof ScriptError)) return thrown;
  const { message, place, identifier } = thrown;
  const at = place === undefined ? path : `${place.source.name}:${lineAndColumn(place).line}`;
  return new LayerGraphError("layer-class", `${name} (${at}): ${message}`, { received: identifier, cause: thrown });
}
