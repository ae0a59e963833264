% an optimizer looks for the best sizes; only the last network counts
lb = [10 1e-3]; ub = [100 1e-1];
fitness = @(p) objective(p);
[bestScore,bestPos] = GJO(20,30,lb,ub,2,fitness);
best_hidden = round(bestPos(1));
best_lr = bestPos(2);
layers = [sequenceInputLayer(6); lstmLayer(best_hidden); fullyConnectedLayer(1); regressionLayer];
options = trainingOptions('adam','InitialLearnRate',best_lr,'MaxEpochs',50);
net = trainNetwork(X,Y,layers,options);
function err = objective(p)
    layers = [sequenceInputLayer(6); lstmLayer(round(p(1))); fullyConnectedLayer(1); regressionLayer];
    net = trainNetwork(X,Y,layers,trainingOptions('adam'));
    err = 1;
end
