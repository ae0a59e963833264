%% Autoencoder anomaly detection (struct config, datastore input)
cfg = struct('in',8,'hid',[6 2],'epochs',30,'lr',0.01,'q',95);
rng(42)
Z = randn(200,2);
A = reshape(1:16,2,8)/8 - 1;
Xn = Z*A + 0.02*randn(200,8);
Xa = randn(20,8)*2;
enc = arrayfun(@(h) [fullyConnectedLayer(h,'Name',sprintf('enc_%d',h)); tanhLayer('Name',sprintf('act_%d',h))],cfg.hid,'UniformOutput',false);
dec = [fullyConnectedLayer(cfg.hid(1),'Name','dec'); tanhLayer; fullyConnectedLayer(cfg.in,'Name','rec')];
layers = cat(1,featureInputLayer(cfg.in,'Name','x'),enc{:},dec,regressionLayer('Name','mse'));
ds = combine(arrayDatastore(Xn','IterationDimension',2),arrayDatastore(Xn','IterationDimension',2));
opts = trainingOptions('adam','MaxEpochs',cfg.epochs,'InitialLearnRate',cfg.lr,'MiniBatchSize',20,'Verbose',0);
net = trainNetwork(ds,layers,opts);
scoreFcn = @(X) mean((predict(net,X)-X).^2,2);
sn = scoreFcn(Xn); sa = scoreFcn(Xa);
srt = sort(sn);
thr = srt(ceil(cfg.q/100*numel(srt)));
hit = mean(sa>thr);
fields = fieldnames(cfg);
for i=1:numel(fields)
    v = cfg.(fields{i});
    fprintf('%-8s= %s\n',fields{i},mat2str(v));
end
result.hit = hit; result.fa = mean(sn>thr);
result
verdict = {'few','most'};
fprintf('detected %s, false alarms %.3f\n', verdict{1+(hit>0.8)}, result.fa);
