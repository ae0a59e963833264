% Forecasting of one series with an LSTM, then closed loop over the test part
rng(42)
N = 600;
t = (0:N-1)';
y = 12 + 3*sin(2*pi*t/12) + 0.4*randn(N,1) + 0.01*t;

nTrain = floor(0.9*numel(y));
yTrain = y(1:nTrain+1)';
yTest  = y(nTrain+1:end)';
mu  = mean(yTrain);
sig = std(yTrain);
z = (yTrain - mu)/sig;
XTrain = z(1:end-1);
YTrain = z(2:end);

numFeatures    = size(XTrain,1);
numResponses   = size(YTrain,1);
numHiddenUnits = 2^nextpow2(150);      % 256

layers = [sequenceInputLayer(numFeatures,'Name','eingang'); ...
          lstmLayer(numHiddenUnits,'Name','lstm'); ...
          fullyConnectedLayer(numResponses,'Name','fc'); ...
          regressionLayer('Name','ausgang')];

options = trainingOptions('adam', ...
    'MaxEpochs',250, ...
    'GradientThreshold',1, ...
    'InitialLearnRate',0.005, ...
    'LearnRateSchedule','piecewise', ...
    'LearnRateDropPeriod',125, ...
    'LearnRateDropFactor',0.2, ...
    'Verbose',false);
net = trainNetwork(XTrain,YTrain,layers,options);

net = predictAndUpdateState(net,XTrain);
[net,YPred] = predictAndUpdateState(net,YTrain(end));
k = 1;
while k < numel(yTest)-1
    k = k+1;
    [net,YPred(:,k)] = predictAndUpdateState(net,YPred(:,k-1),'ExecutionEnvironment','cpu');
end
YPred = sig*YPred + mu;
rmse = sqrt(mean((YPred-yTest(2:end)).^2));
figure
subplot(2,1,1)
plot(yTrain(1:end-1)), hold on
idx = nTrain:(nTrain+numel(yTest)-1);
plot(idx,[y(nTrain) YPred],'.-'), hold off
legend(["Observed" "Forecast"])
subplot(2,1,2)
stem(YPred - yTest(2:end)), ylabel('Error')
title("RMSE = " + rmse)
