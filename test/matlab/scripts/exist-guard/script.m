if exist('trainedNet.mat','file') == 0
    layers = [featureInputLayer(4,'Name','in'); fullyConnectedLayer(2,'Name','fc'); regressionLayer('Name','out')];
    net = trainNetwork(X,Y,layers,trainingOptions('sgdm'));
    save('trainedNet.mat','net');
else
    load trainedNet.mat
end
