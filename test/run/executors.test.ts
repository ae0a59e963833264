import { onnxRuntimeExecutor } from "../../src/run/onnxRuntime.ts";
import { referenceExecutor } from "../../src/run/reference.ts";
import { workerExecutor } from "../../src/run/workerExecutor.ts";
import { executorSuite } from "./executorSuite.ts";

executorSuite("the reference executor", referenceExecutor);
executorSuite("ONNX Runtime", () => onnxRuntimeExecutor(1));
executorSuite("ONNX Runtime with two threads", () => onnxRuntimeExecutor(2));
executorSuite("a thread of its own", () => workerExecutor(1));
