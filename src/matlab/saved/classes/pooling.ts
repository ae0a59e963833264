import { edges, inPackage, pairs, type SavedClass } from "../savedClass.ts";

const window: SavedClass["options"] = { ...pairs("poolSize", "stride"), padding: edges("PaddingMode", "PaddingSize") };

/** How MATLAB saves layers that pool, and those that cut and spread out again. */
export const poolingClasses = inPackage("nnet.cnn.layer", {
  MaxPooling1DLayer: { type: "maxPooling1dLayer", options: window },
  MaxPooling2DLayer: { type: "maxPooling2dLayer", options: window },
  AveragePooling1DLayer: { type: "averagePooling1dLayer", options: window },
  AveragePooling2DLayer: { type: "averagePooling2dLayer", options: window },
  GlobalMaxPooling1DLayer: { type: "globalMaxPooling1dLayer" },
  GlobalMaxPooling2DLayer: { type: "globalMaxPooling2dLayer" },
  GlobalAveragePooling1DLayer: { type: "globalAveragePooling1dLayer" },
  GlobalAveragePooling2DLayer: { type: "globalAveragePooling2dLayer" },
  MaxUnpooling2DLayer: { type: "maxUnpooling2dLayer" },
  Crop2DLayer: {
    type: "crop2dLayer",
    options: {
      mode: (saved) => saved.text("Mode"),
      location: (saved) => (saved.text("Mode") === "custom" ? saved.plain("Location") : undefined),
    },
  },
});
