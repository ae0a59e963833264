%% Next-day energy demand with a causal transformer encoder (R2024a)
tbl = readtimetable("demand.csv");
tbl = retime(tbl,"hourly","linear");
tbl.Hour    = hour(tbl.Time);
tbl.Weekday = weekday(tbl.Time);
tbl.IsHoliday = ismember(dateshift(tbl.Time,"start","day"),holidays2020());
predictorNames = ["Demand","Temperature","Hour","Weekday","IsHoliday"];
numChannels = numel(predictorNames);
window = 7*24;

X = tbl{:,predictorNames};
X = normalize(double(X));
numWindows = floor(size(X,1)/window) - 1;
XTrain = cell(numWindows,1); TTrain = zeros(numWindows,24);
for k = 1:numWindows
    first = (k-1)*window + 1;
    XTrain{k} = X(first:first+window-1,:);
    TTrain(k,:) = X(first+window:first+window+23,1)';
end

dModel = 64; numHeads = 4; ffn = 4*dModel; numBlocks = 2; p = 0.1;
net = dlnetwork;
layers = [
    sequenceInputLayer(numChannels,Name="input")
    fullyConnectedLayer(dModel,Name="project")
    additionLayer(2,Name="embed")];
net = addLayers(net,layers);
net = addLayers(net,sinusoidalPositionEncodingLayer(dModel,Name="position"));
net = connectLayers(net,"project","position");
net = connectLayers(net,"position","embed/in2");
from = "embed";
for b = 1:numBlocks
    t = "block" + b + "_";
    attention = [
        layerNormalizationLayer(Name=t+"norm1")
        selfAttentionLayer(numHeads,dModel,AttentionMask="causal",DropoutProbability=p,Name=t+"attn")
        dropoutLayer(p,Name=t+"drop1")
        additionLayer(2,Name=t+"add1")];
    feed = [
        layerNormalizationLayer(Name=t+"norm2")
        fullyConnectedLayer(ffn,Name=t+"ffn1")
        geluLayer(Name=t+"gelu")
        fullyConnectedLayer(dModel,Name=t+"ffn2")
        dropoutLayer(p,Name=t+"drop2")
        additionLayer(2,Name=t+"add2")];
    net = addLayers(net,[attention; feed]);
    net = connectLayers(net,from,t+"norm1");
    net = connectLayers(net,from,t+"add1/in2");
    net = connectLayers(net,t+"add1",t+"add2/in2");
    from = t+"add2";
end
net = addLayers(net,[
    layerNormalizationLayer(Name="final_norm")
    indexing1dLayer("last",Name="last")
    fullyConnectedLayer(size(TTrain,2),Name="demand")]);
net = connectLayers(net,from,"final_norm");
net = initialize(net);
summary(net)

options = trainingOptions("adam", ...
    MaxEpochs=200,MiniBatchSize=32,InitialLearnRate=5e-4, ...
    GradientThreshold=1,Shuffle="every-epoch", ...
    Plots="training-progress",Metrics="rmse",Verbose=false);
net = trainnet(XTrain,TTrain,net,"mae",options);

function d = holidays2020()
    d = [datetime(2020,1,1); datetime(2020,4,10); datetime(2020,5,1); datetime(2020,12,25:26)'];
end
