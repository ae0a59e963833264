% last layers of a network replaced; the network itself cannot be had
net = alexnet;
layersTransfer = net.Layers(1:end-3);
numClasses = 5;
layers = [
    layersTransfer
    fullyConnectedLayer(numClasses,'WeightLearnRateFactor',20,'BiasLearnRateFactor',20)
    softmaxLayer
    classificationLayer];
