% What a person does, told from an accelerometer at every time step: sequence-to-sequence
% classification with a temporal convolutional network.

rng default

%% Training data: six recordings with three features, and a label for each time step
s = load("HumanActivityTrain.mat");
XTrain = s.XTrain;
YTrain = s.YTrain;
numFeatures = size(XTrain{1},1)
classes = categories(YTrain{1});
numClasses = numel(classes);

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

    lgraph = addLayers(lgraph,layers);
    lgraph = connectLayers(lgraph,outputName,"conv1_"+i);

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
    fullyConnectedLayer(numClasses,Name="fc")
    softmaxLayer
    classificationLayer];
lgraph = addLayers(lgraph,layers);
lgraph = connectLayers(lgraph,outputName,"fc");

%% Training
options = trainingOptions("adam", ...
    MaxEpochs=60, ...
    MiniBatchSize=1, ...
    LearnRateSchedule="piecewise", ...
    LearnRateDropPeriod=40, ...
    Verbose=false);
net = trainNetwork(XTrain,YTrain,lgraph,options);

%% Test: one long recording of somebody else
s = load("HumanActivityTest.mat");
XTest = s.XTest;
YTest = s.YTest;
YPred = classify(net,XTest);

figure
confusionchart(YTest{1},YPred{1})
title("Human activities")

accuracy = mean(YPred{1} == YTest{1})
