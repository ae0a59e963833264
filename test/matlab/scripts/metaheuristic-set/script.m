lb = [10 1e-3]; ub = [100 1e-1];
[bestScore,bestPos] = GJO(20,30,lb,ub,2,@(p) 1);
best_hidden = round(bestPos(1));
layers = [sequenceInputLayer(6); lstmLayer(best_hidden); fullyConnectedLayer(1); regressionLayer];
net = trainNetwork(X,Y,layers,trainingOptions('adam'));
