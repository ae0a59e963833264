% forecast a noisy sine, closed loop
rng default
t = 0:0.1:40;
y = sin(t) + 0.05*randn(size(t));
numTimeStepsTrain = floor(0.8*numel(y));
dataTrain = y(1:numTimeStepsTrain+1);
dataTest = y(numTimeStepsTrain+1:end);
mu = mean(dataTrain); sig = std(dataTrain);
dataTrainStandardized = (dataTrain - mu) / sig;
XTrain = dataTrainStandardized(1:end-1);
YTrain = dataTrainStandardized(2:end);
layers = [ ...
    sequenceInputLayer(1)
    lstmLayer(20)
    fullyConnectedLayer(1)
    regressionLayer];
options = trainingOptions('adam', ...
    'MaxEpochs',60, ...
    'GradientThreshold',1, ...
    'InitialLearnRate',0.02, ...
    'LearnRateSchedule','piecewise', ...
    'LearnRateDropPeriod',40, ...
    'LearnRateDropFactor',0.2, ...
    'Verbose',0);
[net,info] = trainNetwork(XTrain,YTrain,layers,options);
dataTestStandardized = (dataTest - mu)/sig;
XTest = dataTestStandardized(1:end-1);
net = predictAndUpdateState(net,XTrain);
[net,YPred] = predictAndUpdateState(net,YTrain(end));
numTimeStepsTest = numel(XTest);
for i = 2:numTimeStepsTest
    [net,YPred(:,i)] = predictAndUpdateState(net,YPred(:,i-1),'ExecutionEnvironment','cpu');
end
YPred = sig*YPred + mu;
YTest = dataTest(2:end);
rmse1 = sqrt(mean((YPred-YTest).^2));
net = resetState(net);
net = predictAndUpdateState(net,XTrain);
YPred = [];
for i = 1:numTimeStepsTest
    [net,YPred(:,i)] = predictAndUpdateState(net,XTest(:,i));
end
YPred = sig*YPred + mu;
rmse2 = sqrt(mean((YPred-YTest).^2));
fprintf('closed loop RMSE %.3f (finite %d), open loop RMSE %.3f, loss fell: %d\n', rmse1, isfinite(rmse1), rmse2, info.TrainingLoss(end) < info.TrainingLoss(1));
fprintf('%d iterations, %d steps\n', numel(info.TrainingLoss), numTimeStepsTest)
