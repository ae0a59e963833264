import type { ClassDefinition, Declaration, FunctionDefinition, Program } from "../syntax/ast.ts";
import type { BaseClass, Builtin, ClassProperty, ObjectClass, Value } from "../values/value.ts";

/** One file of MATLAB code, with its functions by name. */
export interface CodeFile {
  readonly path: string;
  readonly program: Program;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** The full names that `import` brought in, by the last part of each. */
  readonly imports: Map<string, string>;
  /** Packages of which every function is imported: `import net.blocks.*`. */
  readonly importedPackages: Set<string>;
}

/** A function of the script or its folder, with what it sees. */
export interface UserFunction {
  readonly kind: "function";
  readonly definition: FunctionDefinition;
  readonly file: CodeFile;
  /** The class that it is a method of. */
  readonly owner?: UserClass;
  /** For a nested function: the frame of the running function around it; opaque here. */
  readonly around?: unknown;
}

/** A property of a class as it was declared. */
export interface PropertyDeclaration extends ClassProperty {
  readonly declaration: Declaration;
}

/** A method of a class. */
export interface Method extends UserFunction {
  readonly isStatic: boolean;
}

/** A class of the script's folder. */
export interface UserClass extends ObjectClass {
  readonly kind: "class";
  readonly definition: ClassDefinition;
  readonly file: CodeFile;
  /** Superclasses in the script's folder. */
  readonly superclasses: readonly UserClass[];
  /** Superclasses that the library knows, such as `nnet.layer.Layer`. */
  readonly bases: readonly BaseClass[];
  readonly isHandle: boolean;
  readonly declared: ReadonlyMap<string, PropertyDeclaration>;
  /** Methods by name, inherited ones included; `get.Name` and `set.Name` too. */
  readonly methodTable: ReadonlyMap<string, Method>;
  /** The function that makes an instance, where the class has one of its own. */
  readonly maker: Method | undefined;
  /** Values that are computed once: constant properties, defaults, enumeration members. */
  readonly computed: Map<string, Value>;
}

/** What a name that is called stands for. */
export type Callable =
  | UserFunction
  | UserClass
  | { readonly kind: "script"; readonly file: CodeFile }
  | { readonly kind: "builtin"; readonly builtin: Builtin };
