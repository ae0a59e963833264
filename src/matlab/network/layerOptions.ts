import type { AnyLayerDefinition } from "../../layer.ts";

/** MATLAB's name of an option: with a capital letter. */
export function matlabName(option: string): string {
  return option.charAt(0).toUpperCase() + option.slice(1);
}

/** MATLAB's names of the options of a kind of layer, its name left out. */
export function optionNames({ options, matlab }: AnyLayerDefinition): string[] {
  return [...Object.keys(options.shape).map(matlabName), ...Object.keys(matlab?.aliases ?? {})];
}

/** The option that MATLAB spells so; undefined where there is none. */
export function optionNamed({ options, matlab }: AnyLayerDefinition, name: string): string | undefined {
  const alias = matlab?.aliases?.[name];
  if (alias !== undefined) return alias;
  const option = name.charAt(0).toLowerCase() + name.slice(1);
  return matlabName(option) === name && Object.hasOwn(options.shape, option) ? option : undefined;
}
