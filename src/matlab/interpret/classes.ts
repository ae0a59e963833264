import type { Attribute, ClassDefinition, FunctionDefinition } from "../syntax/ast.ts";
import { ScriptError } from "../values/scriptError.ts";
import type { BaseClass, ClassProperty } from "../values/value.ts";
import type { CodeFile, Method, PropertyDeclaration, UserClass } from "./code.ts";

/** What a superclass's name stands for. */
export type Superclass = UserClass | { readonly kind: "base"; readonly base: BaseClass };

/** The superclasses that every class may name without having them in its folder. */
const ordinaryBases = ["handle", "matlab.mixin.Copyable", "matlab.mixin.SetGet", "dynamicprops"];
const mixins = ["matlab.mixin.Heterogeneous", "matlab.mixin.CustomDisplay", "matlab.mixin.Scalar"];

/**
 * A class from its definition, with what it inherits.
 * @param methodFiles definitions of methods that stand in files of their own (`@Class` folders)
 * @throws ScriptError for a superclass that is not there
 */
export function defineClass(
  definition: ClassDefinition,
  file: CodeFile,
  methodFiles: readonly (readonly [FunctionDefinition, CodeFile])[],
  named: (name: string) => Superclass | undefined,
): UserClass {
  const superclasses: UserClass[] = [];
  const bases: BaseClass[] = [];
  for (const name of definition.superclasses.filter((each) => !ordinaryBases.includes(each) && !mixins.includes(each))) {
    const found = named(name);
    if (found === undefined) throw noSuperclass(definition, name);
    if (found.kind === "base") bases.push(found.base);
    else superclasses.push(found);
  }
  const allBases = [...bases, ...superclasses.flatMap((each) => each.bases)];
  const ancestors = definition.superclasses.flatMap((name) => [
    name,
    ...(superclasses.find((each) => each.name === name)?.ancestors ?? bases.find((each) => each.name === name)?.ancestors ?? []),
  ]);
  const declared = declaredProperties(definition, superclasses);
  const type: UserClass = {
    kind: "class",
    name: definition.name,
    definition,
    file,
    superclasses,
    bases: allBases,
    ancestors: [...new Set(ancestors)],
    operations: allBases.find(({ operations }) => operations !== undefined)?.operations,
    isHandle: ancestors.some((name) => ordinaryBases.includes(name)),
    declared,
    properties: [...declared.values()].map(({ name, attributes }): ClassProperty => ({ name, attributes })),
    methodTable: new Map(),
    methods: new Set(),
    maker: undefined,
    computed: new Map(),
  };
  return withMethods(type, methodFiles);
}

/** The class with its methods, which point back to it. */
function withMethods(type: UserClass, methodFiles: readonly (readonly [FunctionDefinition, CodeFile])[]): UserClass {
  const methodTable = type.methodTable as Map<string, Method>;
  for (const superclass of [...type.superclasses].reverse()) {
    for (const [name, method] of superclass.methodTable) methodTable.set(name, method);
  }
  for (const block of type.definition.methods) {
    const isStatic = attributesOf(block.attributes).has("static");
    for (const definition of block.functions)
      methodTable.set(definition.name, { kind: "function", definition, file: type.file, owner: type, isStatic });
  }
  for (const [definition, file] of methodFiles)
    methodTable.set(definition.name, { kind: "function", definition, file, owner: type, isStatic: false });
  const shortName = type.name.slice(type.name.lastIndexOf(".") + 1);
  const maker = methodTable.get(shortName);
  const own = maker?.owner === type ? maker : undefined;
  if (own !== undefined) methodTable.delete(shortName);
  for (const superclass of type.superclasses) methodTable.delete(superclass.name);
  const names = [...methodTable.keys()].filter((name) => !name.includes("."));
  Object.assign(type, { maker: own, methods: new Set(names) });
  return type;
}

function declaredProperties(definition: ClassDefinition, superclasses: readonly UserClass[]): Map<string, PropertyDeclaration> {
  const declared = new Map(superclasses.flatMap((superclass) => [...superclass.declared]));
  for (const { attributes, declarations } of definition.properties) {
    const on = attributesOf(attributes);
    for (const declaration of declarations)
      declared.set(declaration.name, { name: declaration.name, attributes: on, declaration });
  }
  return declared;
}

/** The attributes that are on, in lower case. */
export function attributesOf(attributes: readonly Attribute[]): ReadonlySet<string> {
  const on = attributes.filter(({ value }) => value === true || !(value.kind === "name" && value.name === "false"));
  return new Set(on.map(({ name }) => name.toLowerCase()));
}

function noSuperclass(definition: ClassDefinition, name: string): ScriptError {
  return new ScriptError(
    "MATLAB:class:SuperclassNotFound",
    `The specified superclass '${name}' of class '${definition.name}' contains a parse error, cannot be found on MATLAB's search path, or is shadowed by another file with the same name.`,
    definition.place,
  );
}
