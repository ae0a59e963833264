% CNN + attention, ECG 5 classes
load ecg5000.mat
lgraph = layerGraph();
lgraph = addLayers(lgraph,[sequenceInputLayer(1,"Name","in")
    convolution1dLayer(7,32,"Name","conv1","Padding","same")
    reluLayer("Name","relu1")
    globalMaxPooling1dLayer("Name","gmp")]);
lgraph = addLayers(lgraph,[globalAveragePooling1dLayer("Name","gap")
    fullyConnectedLayer(32,"Name","fc_se")
    sigmoidLayer("Name","sig")]);
lgraph = addLayers(lgraph,[concatenationLayer(1,2,"Name","concat")
    fullyConnectedLayer(5,"Name","fc")
    softmaxLayer("Name","softmax")
    classificationLayer("Name","out")]);
lgraph = connectLayers(lgraph,"relu1","gap");
lgraph = connectLayers(lgraph,"gmp","concat/in1");
lgraph = connectLayers(lgraph,"sigmoid","concat/in2");
net = trainNetwork(X,Y,lgraph,trainingOptions("adam"));
