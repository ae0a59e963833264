/** The options that all recurrent layers have, with MATLAB's defaults. */
export const recurrentDefaults = {
  outputMode: "sequence",
  stateActivationFunction: "tanh",
  gateActivationFunction: "sigmoid",
  inputSize: "auto",
  inputWeightsInitializer: "glorot",
  recurrentWeightsInitializer: "orthogonal",
  inputWeightsLearnRateFactor: 1,
  recurrentWeightsLearnRateFactor: 1,
  biasLearnRateFactor: 1,
  inputWeightsL2Factor: 1,
  recurrentWeightsL2Factor: 1,
  biasL2Factor: 0,
};
