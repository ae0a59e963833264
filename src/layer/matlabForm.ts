/**
 * What MATLAB's function and class for a kind of layer have beside what the definition's options say: MATLAB's names are those of the options with
 * a capital letter, and its positional arguments are those of the definition, unless this says otherwise.
 */
export interface MatlabForm<Options = never> {
  /** Further names of options, as MATLAB writes them: `{ ClassNames: "classes" }`. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Options of MATLAB's that change nothing here, by MATLAB's name, and why. */
  readonly needless?: Readonly<Record<string, string>>;
  /** Present where MATLAB has no such layer: what it has instead, as a clause. */
  readonly missing?: string;
  /** Options that MATLAB's layer does not have. */
  readonly ownOptions?: readonly string[];
  /** Several layers of MATLAB's that do together what such a layer does, as entries of a graph file in a row, where no single one of MATLAB's does. */
  readonly inLayers?: (entry: MatlabEntry) => readonly MatlabEntry[] | undefined;
  /** The options that the first argument stands for, where it is none of the definition's positional options. */
  readonly firstArgument?: (argument: unknown) => Readonly<Record<string, unknown>> | undefined;
  /** What a call with optional options by position means, where MATLAB's own function takes them by name only since some release. */
  readonly byPosition?: {
    /** The base of automatic names. */
    readonly base: string;
    readonly since: string;
    readonly message: string;
  };
  /** Options that layers had before a release unless they were given, and what to tell about that. */
  readonly before?: readonly {
    readonly release: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly message: string;
  }[];
  /** What surprises people who know other libraries or releases: sentences for a report. */
  readonly traps?: (options: Options) => readonly string[];
  /** Properties that MATLAB's layers have beside the options, or in another form than the options. */
  readonly properties?: (options: Options) => Readonly<Record<string, unknown>>;
}

/** A layer as in a graph file. */
export interface MatlabEntry {
  readonly type: string;
  readonly name: string;
  readonly [option: string]: unknown;
}
