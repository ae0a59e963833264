%% Day-ahead forecast of the load of a village: CNN and LSTM side by side
% Veri yapay olarak üretiliyor (yıl: 2019)
rng(1,'twister')
t0 = datetime(2019,1,1,0,0,0);
t1 = datetime(2019,12,31,23,0,0);
t  = (t0:hours(1):t1)';
wd = weekday(t);
isWork = wd > 1 & wd < 7;
demand = 500 + 100*sin(2*pi*hour(t)/24) + 30*isWork + 10*randn(numel(t),1);
TT = timetable(t,demand,isWork,'VariableNames',{'Load','Work'});
TT = fillmissing(TT,'linear','DataVariables','Load');

lags = [1 2 3 24 48 168];
calendarNames = {'hour_sin','hour_cos','day_sin','day_cos','work'};
numFeatures = numel(lags) + numel(calendarNames);
horizon = hours(days(1));
nDays = floor(height(TT)/24);
C = [sin(2*pi*hour(t)/24) cos(2*pi*hour(t)/24) sin(2*pi*day(t,'dayofyear')/365) cos(2*pi*day(t,'dayofyear')/365) double(isWork)];
z = normalize(TT.Load);
X = {}; Y = [];
for d = 9:nDays-1
    rows = (d-1)*24 + (1:24);
    P = zeros(numFeatures,24);
    for j = 1:numel(lags)
        P(j,:) = z(rows - lags(j) + 1);
    end
    P(numel(lags)+1:end,:) = C(rows,:)';
    X{end+1,1} = P;                       %#ok<SAGROW>
    Y(end+1,:) = z(rows + 24)';           %#ok<SAGROW>
end
isTest = month(t0 + days((9:nDays-1)')) > 10;

branch.cnn = [
    convolution1dLayer(3,32,'Padding','causal','Name','cnn_conv1')
    reluLayer('Name','cnn_relu1')
    convolution1dLayer(3,32,'Padding','causal','DilationFactor',2,'Name','cnn_conv2')
    reluLayer('Name','cnn_relu2')
    globalAveragePooling1dLayer('Name','cnn_gap')];
branch.rnn = [
    lstmLayer(48,'OutputMode','sequence','Name','rnn_lstm1')
    lstmLayer(24,'OutputMode','last','Name','rnn_lstm2')];
tags = fieldnames(branch);

lgraph = layerGraph(sequenceInputLayer(numFeatures,'Name','days'));
lgraph = addLayers(lgraph,[
    concatenationLayer(1,numel(tags),'Name','join')
    fullyConnectedLayer(64,'Name','dense')
    reluLayer('Name','dense_relu')
    fullyConnectedLayer(horizon,'Name','tomorrow')
    regressionLayer('Name','loss')]);
for k = 1:numel(tags)
    L = branch.(tags{k});
    lgraph = addLayers(lgraph,L);
    lgraph = connectLayers(lgraph,'days',L(1).Name);
    lgraph = connectLayers(lgraph,L(end).Name,['join/in' char('0'+k)]);
end

options = trainingOptions('adam','MaxEpochs',80,'MiniBatchSize',32,'Shuffle','every-epoch','InitialLearnRate',2e-3, ...
    'L2Regularization',1e-5,'GradientDecayFactor',0.95,'Verbose',true,'VerboseFrequency',25);
net = trainNetwork(X(~isTest),Y(~isTest,:),lgraph,options);
F = predict(net,X(isTest));
mape = 100*mean(abs(F-Y(isTest,:))./max(abs(Y(isTest,:)),eps),'all');
fprintf('%s to %s: MAPE %.2f %%\n',datestr(t0,'dd.mm.yyyy'),string(t1,'dd.MM.yyyy'),mape);
