% Attention-GRU
numFeatures = 8; numHiddenUnits = 64; numResponses = 1;
lgraph = layerGraph();
tmp = [sequenceInputLayer(numFeatures,'Name','s')
       gruLayer(numHiddenUnits,'Name','gru1')];
lgraph = addLayers(lgraph,tmp);
tmp = [selfAttentionLayer(4,numHiddenUnit,'Name','att')
       fullyConnectedLayer(numResponses,'Name','fc')
       regressionLayer('Name','r')];
lgraph = addLayers(lgraph,tmp);
lgraph = connectLayers(lgraph,'gru1','att');
net = trainNetwork(rand(8,100),rand(1,100),lgraph,trainingOptions('adam'));
