import { builtins } from "../../src/matlab/builtins/index.ts";
import { validators } from "../../src/matlab/interpret/validators.ts";
import { layerBuiltins } from "../../src/matlab/layers/layerBuiltins.ts";
import { networkBuiltins } from "../../src/matlab/network/index.ts";
import { randomStream } from "../../src/random.ts";

/** Functions that wait for a person, or end the script. */
const waiting: ReadonlySet<string> = new Set(["pause", "input", "keyboard", "quit", "exit"]);

/** The names of all functions that scripts can call. */
export const functionNames: readonly string[] = [
  ...new Set([...builtins.keys(), ...[...layerBuiltins, ...networkBuiltins, ...validators].map(({ name }) => name)]),
]
  .filter((name) => /^[A-Za-z]\w*$/.test(name) && !waiting.has(name))
  .sort();

/** Arguments of every kind, most of which a function does not expect; `net`, `lgraph` and `data` are made by `beforeCalls`. */
export const argumentTexts: readonly string[] = [
  ..."[] 0 1 -1 2.5 -0.5 NaN Inf -Inf 1e10 1e300 65536 1i 1:0 1:3 true missing NaT".split(" "),
  ..."'' 'abc' 'Name' 'all' 'omitnan' 'first' 'rows' '%d' 'CB'".split(" "),
  ..."magic(3) ones(2,3,2) zeros(0,3) single(2) uint8(7) uint64(5) int64(9) sparse(eye(2)) cell(2,1) strings(2,2) string([])".split(
    " ",
  ),
  ..."{} {1,'a'} {'a','b';'c','d'} struct() struct('a',{1,2}) struct('a',{}) table() @sin @(x)x @(x,y)x+y".split(" "),
  ..."hours(3) datetime(2020,1,1) containers.Map() containers.Map({'a'},{1}) table([1;2],{'a';'b'}) categorical([1,2,1])".split(
    " ",
  ),
  ..."dlarray(2) dlarray(ones(3,2),'CB') reluLayer('Name','r') [reluLayer;softmaxLayer] trainingOptions('adam')".split(" "),
  ..."net lgraph data data(1) MException('a:b','c') timetable(datetime(2020,1,[1;2]),[1;2])".split(" "),
  ..."[1,2;3,4] [true,false] int8([3,4]) char([1,2])".split(" "),
  '"text"',
  '["a","b"]',
];

const beforeCalls = `lgraph = layerGraph([sequenceInputLayer(3,'Name','in');fullyConnectedLayer(2,'Name','fc')]);
net = dlnetwork(lgraph);
load('notThere.mat','data');
`;

/** A script that calls a function in these ways, one after another whatever becomes of each; a fault of the library ends it. */
export function callingScript(name: string, calls: readonly (readonly string[])[]): string {
  const results = ["a", "a", "[a,b]", "a", "[a,b,c]"];
  const lines = calls.map(
    (args, i) =>
      `try; ${results[i % results.length]} = ${name}(${args.join(",")}); catch e; if contains(e.message,'fault of'); error(e.message); end; end`,
  );
  return `${beforeCalls}${lines.join("\n")}\n`;
}

/** Random calls of a function with two to four arguments, the same ones for the same seed. */
export function randomCalls(name: string, seed: number, count: number): readonly (readonly string[])[] {
  const random = randomStream(seed, name);
  const argument = (): string => argumentTexts[random.below(argumentTexts.length)];
  return Array.from({ length: count }, (_, i) => Array.from({ length: i % 5 === 4 ? 4 : 2 + (i % 2) }, argument));
}
