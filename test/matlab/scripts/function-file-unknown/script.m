function net = makeNet(inputSize,numClasses)
net = layerGraph([featureInputLayer(inputSize,'Name','in')
    fullyConnectedLayer(2*numClasses,'Name','hidden')
    reluLayer('Name','relu')
    fullyConnectedLayer(numClasses,'Name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','co')]);
