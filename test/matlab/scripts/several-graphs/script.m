% three graphs; the second is trained
a = layerGraph([featureInputLayer(1,'Name','ain'); fullyConnectedLayer(1,'Name','afc')]);
b = [sequenceInputLayer(2,'Name','bin'); lstmLayer(3,'Name','blstm'); fullyConnectedLayer(1,'Name','bfc'); regressionLayer('Name','bout')];
net = trainNetwork(X,Y,b,trainingOptions('sgdm'));
c = layerGraph([featureInputLayer(3,'Name','cin'); reluLayer('Name','cr')]);
