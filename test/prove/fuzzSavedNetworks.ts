import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMat } from "../../src/data/mat.ts";
import { readMatFile } from "../../src/data/matFile.ts";
import type { LayerGraphError } from "../../src/errors.ts";
import { type ImportedMat, importVariables } from "../../src/matlab/saved/importMat.ts";
import { encodeNetwork } from "../../src/train/networkFile.ts";
import { visitAll } from "../data/damagedFiles.ts";
import { mutations } from "../data/mutation.ts";
import { realFile } from "../data/realFiles.ts";
import { imageNetwork, sequenceNetwork } from "../matlab/saved/exampleNetworks.ts";
import type { FuzzCase, FuzzSection } from "./fuzzSection.ts";

/** Damaged copies of networks that MATLAB saved, or that are laid out as it does, opened all the way. */
export function savedNetworkSections(seed: number): Readonly<Record<string, () => FuzzSection>> {
  return {
    "mat networks": () => networkSection(seed),
    "mat 7.3": () => version73Section(seed),
  };
}

function networkSection(seed: number): FuzzSection {
  const real = ["matlab/lstm-seriesnetwork.mat", "matlab/tcn-dagnetwork.mat"].map(realFile).filter((file) => file.present);
  const made = [imageNetwork(), sequenceNetwork()].flatMap((file) => [file.bytes(true), file.bytes(false)]);
  const copies = [...made, ...real.map((file) => file.bytes())].map((bytes) => mutations(seed, bytes));
  const cases = function* (): Generator<FuzzCase, never> {
    for (let index = 0; ; index++) {
      const copy = copies[index % copies.length].next().value;
      yield {
        label: `seed ${seed}, file ${index % copies.length}, ${copy.kind}`,
        attempt: () => used(importVariables(readMat(copy.bytes))),
      };
    }
  };
  const isDeep = ({ message, code }: LayerGraphError): boolean =>
    !code.startsWith("mat-") || code === "mat-network" || / of the (element inflated|subsystem|object tables)/.test(message);
  return { name: real.length < 2 ? "mat networks (made ones only)" : "mat networks", count: 14_000, cases: cases(), isDeep };
}

let encoded = 0;

/** What a user does next: the network is written to a file of ours. The first that are still whole are, the others take as long. */
function used({ network }: ImportedMat): void {
  if (network && encoded++ < 500) encodeNetwork(network);
}

function version73Section(seed: number): FuzzSection {
  const folder = mkdtempSync(join(tmpdir(), "layergraph-fuzz-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "damaged.mat");
  const read = async (bytes: Uint8Array): Promise<void> => {
    writeFileSync(path, bytes);
    const variables = await readMatFile(path);
    visitAll(variables);
    used(importVariables(variables));
  };
  const files = ["image.mat", "sequence.mat"].map((name) => join(folder, name));
  const written = Promise.all([imageNetwork().writeVersion73(files[0]), sequenceNetwork().writeVersion73(files[1])]);
  let copies: ReturnType<typeof mutations>[] | undefined;
  const cases = function* (): Generator<FuzzCase, never> {
    for (let index = 0; ; index++) {
      const attempt = async (): Promise<void> => {
        await written;
        copies ??= files.map((file) => mutations(seed, new Uint8Array(readFileSync(file))));
        await read(copies[index % copies.length].next().value.bytes);
      };
      yield { label: `seed ${seed}, file ${index % files.length}, copy ${Math.floor(index / files.length)}`, attempt };
    }
  };
  // The first stage is to find the file's superblock and its root group.
  const isDeep = ({ message }: LayerGraphError): boolean => !/: the (file|group '\/') cannot be read/.test(message);
  return { name: "mat 7.3", count: 1500, cases: cases(), isDeep };
}
