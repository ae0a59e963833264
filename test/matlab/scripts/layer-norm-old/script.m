layers = [sequenceInputLayer(3); layerNormalizationLayer; fullyConnectedLayer(2); softmaxLayer; classificationLayer];
lgraph = layerGraph(layers);
