% TCN, then BiLSTM, then self-attention: typical of blog scripts
clear; clc;
data = load('wind.mat'); X = data.X;
numFeatures = 10; kim = 4; zim = 1;
outdim = 1;
numFilters = 32; filterSize = 3; dropoutFactor = 0.1; numBlocks = 3;
layer = sequenceInputLayer(numFeatures, Normalization = "rescale-symmetric", Name = "input");
lgraph = layerGraph(layer);
outputName = layer.Name;
for i = 1 : numBlocks
    dilationFactor = 2^(i-1);
    layers = [
        convolution1dLayer(filterSize, numFilters, DilationFactor = dilationFactor, Padding = "causal", Name="conv1_" + i)
        layerNormalizationLayer
        dropoutLayer(dropoutFactor)
        convolution1dLayer(filterSize, numFilters, DilationFactor = dilationFactor, Padding = "causal")
        layerNormalizationLayer
        reluLayer
        dropoutLayer(dropoutFactor)
        additionLayer(2, Name = "add_" + i)];
    lgraph = addLayers(lgraph, layers);
    lgraph = connectLayers(lgraph, outputName, "conv1_" + i);
    if i == 1
        layer = convolution1dLayer(1, numFilters, Name = "convSkip");
        lgraph = addLayers(lgraph, layer);
        lgraph = connectLayers(lgraph, outputName, "convSkip");
        lgraph = connectLayers(lgraph, "convSkip", "add_" + i + "/in2");
    else
        lgraph = connectLayers(lgraph, outputName, "add_" + i + "/in2");
    end
    outputName = "add_" + i;
end
tempLayers = [
    bilstmLayer(25, 'Name', 'bi', 'OutputMode', 'sequence')
    selfAttentionLayer(2, 50, 'Name', 'sa')
    fullyConnectedLayer(outdim, 'Name', 'fc')
    regressionLayer('Name', 'out')];
lgraph = addLayers(lgraph, tempLayers);
lgraph = connectLayers(lgraph, outputName, 'bi');
options0 = trainingOptions('adam', 'MaxEpochs', 80, 'GradientThreshold', 1, 'ExecutionEnvironment', 'gpu', 'InitialLearnRate', 0.005);
tic
net0 = trainNetwork(vp_train, vt_train, lgraph, options0);
toc
