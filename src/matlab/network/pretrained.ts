import { ScriptError } from "../values/scriptError.ts";
import type { Builtin } from "../values/value.ts";

/** MATLAB's functions that give networks whose layers or weights are not here. */
const names = [
  "alexnet",
  "darknet19",
  "darknet53",
  "deeplabv3plus",
  "deeplabv3plusLayers",
  "densenet201",
  "efficientnetb0",
  "fasterRCNNLayers",
  "fcnLayers",
  "googlenet",
  "imagePretrainedNetwork",
  "inceptionresnetv2",
  "inceptionv3",
  "mobilenetv2",
  "nasnetlarge",
  "nasnetmobile",
  "pretrainedEncoderNetwork",
  "resnet101",
  "resnet18",
  "resnet50",
  "resnetLayers",
  "resnetNetwork",
  "segnetLayers",
  "shufflenet",
  "squeezenet",
  "unet",
  "unet3d",
  "unet3dLayers",
  "unetLayers",
  "vgg16",
  "vgg19",
  "xception",
  "importCaffeLayers",
  "importCaffeNetwork",
  "importKerasLayers",
  "importKerasNetwork",
  "importNetworkFromONNX",
  "importNetworkFromPyTorch",
  "importNetworkFromTensorFlow",
  "importONNXLayers",
  "importONNXNetwork",
  "importTensorFlowNetwork",
] as const;

/** Such functions: refused by name. */
export const pretrained: readonly Builtin[] = names.map(
  (name): Builtin => ({
    name,
    role: "network",
    unknowns: "accept",
    call: ({ place }) => {
      const message = `${name}: this network is not here. Save it in MATLAB, save("${name}.mat","net"), and load the file: load("${name}.mat").`;
      throw new ScriptError("layergraph:unsupported", message, place);
    },
  }),
);
