% An attention layer of one's own inside a temporal convolutional network: dilated causal
% convolutions, then every step looks at all steps, then one label for the sequence.

numFeatures = 3;
numFilters = 32;
filterSize = 5;
classes = ["running" "walking"];

layers = sequenceInputLayer(numFeatures,Normalization="zscore",Name="input");
for i = 1:3
    layers = [
        layers
        convolution1dLayer(filterSize,numFilters,DilationFactor=2^(i-1),Padding="causal",Name="conv_"+i)
        layerNormalizationLayer
        reluLayer]; %#ok<AGROW>
end
layers = [
    layers
    temporalAttentionLayer(16,Name="attention")
    globalMaxPooling1dLayer
    fullyConnectedLayer(numel(classes))
    softmaxLayer
    classificationLayer(Classes=classes)];

lgraph = layerGraph(layers);
analyzeNetwork(lgraph)
