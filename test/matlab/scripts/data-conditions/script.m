% what depends on data: conditions, loops that only compute, sizes
data = readtable('sensors.csv');
X = table2array(data(:,1:end-1));
if any(isnan(X(:)))
    X = fillmissing(X,'linear');
end
[n,numFeatures] = size(X);
idx = randperm(n);
numTrain = floor(0.8*n);
for i = 1:numTrain
    XTrain{i,1} = X(idx(i),:)';
end
[XTrain2,ps] = mapminmax(X',0,1);
numResponses = 1;
hidden = max(16,2);
layers = [
    sequenceInputLayer(numFeatures)
    lstmLayer(hidden)
    fullyConnectedLayer(numResponses)
    regressionLayer];
options = trainingOptions('adam','MaxEpochs',250,'LearnRateSchedule','piecewise','LearnRateDropPeriod',round(250/2));
net = trainNetwork(XTrain,YTrain,layers,options);
YPred = predict(net,XTest);
rmse = sqrt(mean((YPred-YTest).^2))
fprintf('RMSE: %.3f\n',rmse);
