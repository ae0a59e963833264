clc; clear all;
nHidden = 20;   % Anzahl der Neuronen
layers = [ featureInputLayer(4,'Name','in')
    fullyConnectedLayer(nHidden,'Name','fc1')
    reluLayer('Name','r1')
options = trainingOptions('adam','MaxEpochs',5);
net = trainNetwork(X,Y,layers,options);
