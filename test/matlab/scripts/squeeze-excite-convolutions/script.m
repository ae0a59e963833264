% each time step is an image of one column; channels are weighted by 1x1 convolutions behind the pooling
numClasses = 4;
lgraph = layerGraph();
lgraph = addLayers(lgraph,[
    sequenceInputLayer([12 1 1],"Name","sequence")
    sequenceFoldingLayer("Name","seqfold")]);
lgraph = addLayers(lgraph,[
    convolution2dLayer([3 1],16,"Name","conv_1","Padding","same")
    reluLayer("Name","relu_1")]);
lgraph = addLayers(lgraph,[
    globalAveragePooling2dLayer("Name","gapool")
    convolution2dLayer([1 1],4,"Name","se_1")
    reluLayer("Name","se_relu")
    convolution2dLayer([1 1],16,"Name","se_2")
    sigmoidLayer("Name","se_sigmoid")]);
lgraph = addLayers(lgraph,multiplicationLayer(2,"Name","mult"));
% mean and maximum of what is left, one after the other in dimension 3: the channels
lgraph = addLayers(lgraph,globalAveragePooling2dLayer("Name","avg"));
lgraph = addLayers(lgraph,globalMaxPooling2dLayer("Name","max"));
lgraph = addLayers(lgraph,concatenationLayer(3,2,"Name","both"));
lgraph = addLayers(lgraph,[
    sequenceUnfoldingLayer("Name","sequnfold")
    flattenLayer("Name","flatten")
    lstmLayer(10,"Name","lstm","OutputMode","last")
    fullyConnectedLayer(numClasses,"Name","fc")
    softmaxLayer("Name","softmax")
    classificationLayer("Name","out")]);
lgraph = connectLayers(lgraph,"seqfold/out","conv_1");
lgraph = connectLayers(lgraph,"seqfold/miniBatchSize","sequnfold/miniBatchSize");
lgraph = connectLayers(lgraph,"relu_1","gapool");
lgraph = connectLayers(lgraph,"relu_1","mult/in1");
lgraph = connectLayers(lgraph,"se_sigmoid","mult/in2");
lgraph = connectLayers(lgraph,"mult","avg");
lgraph = connectLayers(lgraph,"mult","max");
lgraph = connectLayers(lgraph,"avg","both/in1");
lgraph = connectLayers(lgraph,"max","both/in2");
lgraph = connectLayers(lgraph,"both","sequnfold/in");
load data.mat
net = trainNetwork(X,Y,lgraph,trainingOptions("adam"));
