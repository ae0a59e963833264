%% Electricity load forecast with a decoder-only transformer
T = readtable("ETTh1.csv","VariableNamingRule","preserve");
T.date = datetime(T.date,'InputFormat','yyyy-MM-dd HH:mm:ss');
TT = table2timetable(T,'RowTimes','date');
TT = retime(TT,'hourly','linear');
TT.hour = hour(TT.date); TT.dow = weekday(TT.date);
data = normalize(TT.Variables);
lookback = 96; horizon = 24;
numObs = floor((size(data,1)-lookback-horizon)/horizon);
XTrain = cell(numObs,1); YTrain = zeros(numObs,horizon);
for k=1:numObs
    s = (k-1)*horizon;
    XTrain{k} = data(s+1:s+lookback,:)';
    YTrain(k,:) = data(s+lookback+1:s+lookback+horizon,end)';
end

numChannels = 9;
cfg.maxPos = 128; cfg.numHeads = 4; cfg.keyCh = cfg.numHeads*16; cfg.layers = 2; cfg.ff = 128; cfg.drop = .1;

net = dlnetwork;
net = addLayers(net,[ ...
    sequenceInputLayer(numChannels,Name="input")
    fullyConnectedLayer(cfg.keyCh,Name="embed")
    positionEmbeddingLayer(cfg.keyCh,cfg.maxPos,Name="pos-emb")
    additionLayer(2,Name="add")]);
net = connectLayers(net,"embed","add/in2");
prev = "add";
for i=1:cfg.layers
    blk = [
        layerNormalizationLayer(Name="ln"+i+"a")
        selfAttentionLayer(cfg.numHeads,cfg.keyCh,AttentionMask="causal",Name="attn"+i)
        dropoutLayer(cfg.drop)
        additionLayer(2,Name="res"+i+"a")
        layerNormalizationLayer(Name="ln"+i+"b")
        fullyConnectedLayer(cfg.ff,Name=compose("ff%d_%d",i,1))
        geluLayer
        fullyConnectedLayer(cfg.keyCh,Name=compose("ff%d_%d",i,2))
        dropoutLayer(cfg.drop)
        additionLayer(2,Name="res"+i+"b")];
    net = addLayers(net,blk);
    net = connectLayers(net,prev,"ln"+i+"a");
    net = connectLayers(net,prev,"res"+i+"a/in2");
    net = connectLayers(net,"res"+i+"a",join(["res",i,"b/in2"],""));
    prev = "res"+i+"b";
end
net = addLayers(net,[indexing1dLayer("last") ; fullyConnectedLayer(horizon,Name="out")]);
net = connectLayers(net,prev,net.Layers(end-1).Name);

options = trainingOptions("adam",MaxEpochs=30,MiniBatchSize=64,InitialLearnRate=1e-4,...
    Shuffle="every-epoch",Metrics="rmse",Plots="none",InputDataFormats="CTB");
net = trainnet(XTrain,YTrain,net,"mse",options);
YP = minibatchpredict(net,XTrain);
rmse_ = sqrt(mean((YP-YTrain).^2,"all"))
