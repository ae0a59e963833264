%% Three blobs, trainnet
rng(7,"twister");
n = 60; K = 3;
ctr = [0 0; 3 3; -3 3];
X = []; T = strings(0,1);
names = ["red" "green" "blue"];
for k = 1:K
    X = [X; ctr(k,:) + 0.5*randn(n,2)];
    T = [T; repmat(names(k),n,1)];
end
T = categorical(T);
idx = randperm(size(X,1));
X = X(idx,:); T = T(idx);
nTr = round(0.75*numel(T));
XTr = X(1:nTr,:); TTr = T(1:nTr); XTe = X(nTr+1:end,:); TTe = T(nTr+1:end);
layers = [
    featureInputLayer(2,Normalization="zscore")
    fullyConnectedLayer(16)
    reluLayer
    fullyConnectedLayer(numel(categories(TTr)))
    softmaxLayer];
opts = trainingOptions("adam",MaxEpochs=40,MiniBatchSize=32,InitialLearnRate=0.02,Verbose=false,Metrics="accuracy",ValidationData={XTe,TTe});
[net,info] = trainnet(XTr,TTr,layers,"crossentropy",opts);
scores = minibatchpredict(net,XTe);
Y = scores2label(scores,categories(TTr));
acc = mean(Y == TTe);
C = confusionmat(TTe,Y);
disp(categories(TTr)')
summary(TTr)
fprintf("accuracy %.2f, confusion %dx%d, sum %d\n",acc,size(C,1),size(C,2),sum(C(:)));
acc2 = testnet(net,XTe,TTe,"accuracy");
fprintf("same: %d\n", abs(acc2-100*acc) < 1e-3)
