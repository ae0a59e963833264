% the temporal convolutional network; sizes depend on data that is not there
s = load("HumanActivityTrain.mat");
XTrain = s.XTrain;
YTrain = s.YTrain;
numFeatures = size(s.XTrain{1},1);
classes = categories(YTrain{1});
numClasses = numel(classes);
numFilters = 16;
filterSize = 3;
dropoutFactor = 0.1;
numBlocks = 2;
layer = sequenceInputLayer(numFeatures,Normalization="rescale-symmetric",Name="input");
lgraph = layerGraph(layer);
outputName = layer.Name;
for i = 1:numBlocks
    dilationFactor = 2^(i-1);
    layers = [
        convolution1dLayer(filterSize,numFilters,DilationFactor=dilationFactor,Padding="causal",Name="conv1_"+i)
        layerNormalizationLayer
        spatialDropoutLayer(Probability=dropoutFactor)
        convolution1dLayer(filterSize,numFilters,DilationFactor=dilationFactor,Padding="causal")
        layerNormalizationLayer
        reluLayer
        spatialDropoutLayer(Probability=dropoutFactor)
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
    globalMaxPooling1dLayer("Name",'gapl')
    fullyConnectedLayer(numClasses,Name="fc")
    softmaxLayer
    classificationLayer];
lgraph = addLayers(lgraph,layers);
lgraph = connectLayers(lgraph,outputName,"gapl");
figure
plot(lgraph)
title("Temporal Convolutional Network")
options = trainingOptions("adam",MaxEpochs=60,miniBatchSize=1,Plots="training-progress",Verbose=0);
net = trainNetwork(XTrain,YTrain,lgraph,options);
