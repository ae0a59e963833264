% the network is built anew in a loop over data
accuracies = [];
for fold = 1:3
    layers = [featureInputLayer(4,'Name','in'); fullyConnectedLayer(10*fold,'Name','fc'); softmaxLayer('Name','sm'); classificationLayer('Name','co')];
    net = trainNetwork(X{fold},Y{fold},layers,trainingOptions('adam','MaxEpochs',fold));
    accuracies(fold) = mean(classify(net,XTest) == YTest);
end
