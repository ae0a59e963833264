numWords = 500; embeddingDimension = 50;
layers = [
    sequenceInputLayer(1)
    wordEmbeddingLayer(embeddingDimension,numWords)
    gruLayer(64,OutputMode="last")
    fullyConnectedLayer(4)
    softmaxLayer
    classificationLayer];
lgraph = layerGraph(layers);
