%SWEEP  grid over units, depth and rate of a wind power forecast; the results go to a table
close all
data = readtable('windfarm.xlsx','Sheet',1);
vars = {'v10','v50','v100','dir','temp','press'};
P = data.Power; Z = data{:,vars};
[Zs,~] = mapminmax(Z',-1,1);
n = numel(P);
nTr = round(.8*n);
lag = 24;
for t = lag:nTr
    Xc{t-lag+1,1} = Zs(:,t-lag+1:t);
    Yc(t-lag+1,1) = P(t);
end

grid.units = [50 100];
grid.depth = [1 2];
grid.rate  = [1e-2 1e-3];
[U,D,R] = ndgrid(grid.units,grid.depth,grid.rate);
nRuns = numel(U);
results = table('Size',[nRuns 4],'VariableTypes',{'double','double','double','double'}, ...
    'VariableNames',{'Units','Depth','Rate','RMSE'});
best.rmse = inf;
for r = 1:nRuns
    fprintf('run %d of %d: %d units, %d layers, rate %g\n',r,nRuns,U(r),D(r),R(r));
    layers = sequenceInputLayer(numel(vars),'Name','in');
    for d = 1:D(r)
        if d < D(r), mode = 'sequence'; else, mode = 'last'; end
        layers = [layers; bilstmLayer(U(r),'OutputMode',mode,'Name',['bi' num2str(d)]); dropoutLayer(0.2,'Name',['do' num2str(d)])]; %#ok<AGROW>
    end
    layers = [layers; fullyConnectedLayer(1,'Name','fc'); regressionLayer('Name','out')]; %#ok<AGROW>
    opts = trainingOptions('adam','InitialLearnRate',R(r),'MaxEpochs',20*D(r),'MiniBatchSize',96,'Shuffle','every-epoch','Verbose',false);
    try
        net = trainNetwork(Xc,Yc,layers,opts);
        e = predict(net,Xc) - Yc;
        rmse = sqrt(mean(e.^2));
    catch err
        fprintf(2,'run %d failed: %s\n',r,err.message);
        rmse = NaN;
        continue
    end
    results{r,:} = [U(r) D(r) R(r) rmse];
end
results = sortrows(results,'RMSE');
disp(results(1,:))
writetable(results,sprintf('sweep_%s.csv',datestr(now,30)));
heatmap(results,'Units','Rate','ColorVariable','RMSE','ColorMethod','min')
