%% LSTM traffic forecast
data = xlsread('traffic.xlsx');
numHidden = 128;
if numHidden > 64
    layers = [ sequenceInputLayer(1)
        lstmLayer(numHidden,'OutputMode','last')
        fullyConnectedLayer(1
        regressionLayer ];
end
options = trainingOptions('adam','MaxEpochs',100);
net = trainNetwork(data(:,1)',data(:,2)',layers,options);
