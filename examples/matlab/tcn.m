% A temporal convolutional network: residual blocks of dilated causal convolutions,
% then one label for the whole sequence.

%% Data
load HumanActivityTrain
numFeatures = size(XTrain{1},1);
numClasses = numel(categories(YTrain{1}));
classNames = ["Dancing" "Running" "Sitting" "Standing" "Walking"];
classWeights = [1.2 1 0.8 0.8 1.2];    % the rarer the activity, the more it counts

%% Network
numFilters = 64;
filterSize = 5;
dropoutFactor = 0.005;
numBlocks = 4;

layer = sequenceInputLayer(numFeatures,Normalization="rescale-symmetric",Name="input");
lgraph = layerGraph(layer);
outputName = layer.Name;

for i = 1:numBlocks
    dilationFactor = 2^(i-1);

    layers = [
        convolution1dLayer(filterSize,numFilters,DilationFactor=dilationFactor,Padding="causal",Name="conv1_"+i)
        layerNormalizationLayer
        spatialDropoutLayer(dropoutFactor)
        convolution1dLayer(filterSize,numFilters,DilationFactor=dilationFactor,Padding="causal")
        layerNormalizationLayer
        reluLayer
        spatialDropoutLayer(dropoutFactor)
        additionLayer(2,Name="add_"+i)];

    % Add the block and connect it to what came before.
    lgraph = addLayers(lgraph,layers);
    lgraph = connectLayers(lgraph,outputName,"conv1_"+i);

    % The skip connection; the first one needs a convolution that makes the channels equal.
    if i == 1
        layer = convolution1dLayer(1,numFilters,Name="convSkip");
        lgraph = addLayers(lgraph,layer);
        lgraph = connectLayers(lgraph,outputName,"convSkip");
        lgraph = connectLayers(lgraph,"convSkip","add_" + i + "/in2");
    else
        lgraph = connectLayers(lgraph,outputName,"add_" + i + "/in2");
    end

    outputName = "add_" + i;
end

layers = [
    globalMaxPooling1dLayer("Name",'gapl')
    fullyConnectedLayer(numClasses,Name="fc")
    softmaxLayer
    classificationLayer('Classes',classNames,'ClassWeights',classWeights)];
lgraph = addLayers(lgraph,layers);
lgraph = connectLayers(lgraph,outputName,"gapl");

figure
plot(lgraph)
title("Temporal Convolutional Network")
