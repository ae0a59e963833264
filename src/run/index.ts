export * from "./executor.ts";
export * from "./onnxRuntime.ts";
export * from "./reference.ts";
export * from "./workerExecutor.ts";
