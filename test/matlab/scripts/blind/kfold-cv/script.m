clc;clear all;close all
load fisheriris
X = meas; Y = categorical(species);
k = 5;
cv = cvpartition(Y,'KFold',k);
acc = zeros(k,1);
layers = [
    featureInputLayer(size(X,2),'Normalization','zscore')
    fullyConnectedLayer(16)
    tanhLayer
    fullyConnectedLayer(numel(categories(Y)))
    softmaxLayer
    classificationLayer
];
opts = trainingOptions('adam','MaxEpochs',30,'MiniBatchSize',16,'Verbose',false);
for i = 1:k
    tr = training(cv,i); te = test(cv,i);
    net = trainNetwork(X(tr,:),Y(tr),layers,opts);
    acc(i) = mean(classify(net,X(te,:)) == Y(te));
end
fprintf('Mean accuracy %.2f%% (+/- %.2f)\n',100*mean(acc),100*std(acc));
