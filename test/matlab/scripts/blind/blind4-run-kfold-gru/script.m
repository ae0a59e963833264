%% k-fold on variable length sequences
rng('default'); s = rng;
N = 60; X = cell(N,1); y = zeros(N,1);
for n = 1:N
    L = randi([12 24]);
    y(n) = (n > N/2);
    tt = (1:L)/5;
    X{n} = [sin((1+2*y(n))*tt); 0.1*randn(1,L)];
end
Y = categorical(y,[0 1],{'slow','fast'});
len = cellfun('length',X);
[~,order] = sort(len,'descend');
X = X(order); Y = Y(order);
k = 3;
c = cvpartition(Y,'KFold',k,'Stratify',true);
acc = zeros(k,1); used = 0;
for f = 1:k
    tr = training(c,f); te = ~tr;
    used = used + nnz(te);
    layers = [sequenceInputLayer(2,'Normalization','zscore')
        gruLayer(10,'OutputMode','last')
        fullyConnectedLayer(2)
        softmaxLayer
        classificationLayer];
    opts = trainingOptions('adam','MaxEpochs',20,'MiniBatchSize',10,'InitialLearnRate',0.02,'SequencePaddingDirection','left','Verbose',false);
    net = trainNetwork(X(tr),Y(tr),layers,opts);
    P = classify(net,X(te),'MiniBatchSize',10,'SequencePaddingDirection','left');
    acc(f) = sum(P==Y(te))/numel(P);
end
fprintf('used %d, shortest %d, longest %d\n',used,min(len)>=12,max(len)<=24);
fprintf('Mean accuracy: %.1f %% +- %.1f\n',mean(acc)*100,std(acc)*100);
assert(mean(acc) > .8)
