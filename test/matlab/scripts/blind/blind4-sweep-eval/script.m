% hyper parameter sweep, wind power. cell types as text, built with eval
data = readmatrix('wind.csv');
data(any(isnan(data),2),:) = [];
types = ["lstm","bilstm","gru"];
units = [32 64];
results = table('Size',[0 4],'VariableTypes',["string","double","double","double"],'VariableNames',["type","units","rmse","time"]);
best = inf;
cv = cvpartition(size(data,1),'KFold',5);
nets = {};
for t = types
    for u = units
        cmd = t + "Layer(" + u + ",'OutputMode','last','Name','rec')";
        try
            recLayer = eval(cmd);
        catch ME
            warning(ME.message)
            continue
        end
        layers = [ ...
            sequenceInputLayer(6,'Name','in') ...
            recLayer ...
            dropoutLayer(0.2) ...
            fullyConnectedLayer(1) ...
            regressionLayer ];
        if t == "gru" && u == units(end)
            layers = [layers(1:2) fullyConnectedLayer(16,'Name','mid') reluLayer layers(3:end)];
        end
        opts = trainingOptions('adam','MaxEpochs',50,'Verbose',false, ...
            'LearnRateSchedule','piecewise','LearnRateDropPeriod',20);
        err = nan(cv.NumTestSets,1);
        tic
        for k = 1:cv.NumTestSets
            tr = cv.training(k); te = test(cv,k);
            [X,Y] = windows(data(tr,:),24);
            [Xt,Yt] = windows(data(te,:),24);
            net = trainNetwork(X,Y,layers,opts);
            P = predict(net,Xt);
            err(k) = rms(P-Yt);
        end
        results(end+1,:) = {t,u,mean(err),toc}; %#ok<SAGROW>
        nets{end+1} = layers;
        if mean(err) < best, best = mean(err); bestLayers = layers; end
    end
end
results = sortrows(results,'rmse')
finalNet = trainNetwork(X,Y,nets{end},opts);

function [X,Y] = windows(d,w)
n = size(d,1)-w;
X = cell(n,1); Y = zeros(n,1);
for i=1:n
    X{i} = d(i:i+w-1,:)';
    Y(i) = d(i+w,1);
end
end
