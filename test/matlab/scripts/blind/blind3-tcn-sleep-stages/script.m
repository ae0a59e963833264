%% Sequence-to-sequence labelling of sleep stages with a TCN
% 2 x EEG, EOG, EMG at 128 Hz; every sample has a label
s = rng; rng("default")

cfg = struct('filters',48,'kernel',7,'drop',0.1,'levels',4);
channels = ["Fpz-Cz" "Pz-Oz" "EOG" "EMG"];
stages   = ["W" "N1" "N2" "N3" "REM"];
numFeatures = numel(channels);

files = dir(fullfile("sleep-edf","*.mat"));
XTrain = {}; TTrain = {};
for k = 1:numel(files)
    d = load(fullfile(files(k).folder,files(k).name));
    XTrain{end+1,1} = d.signals';                        %#ok<*SAGROW>
    TTrain{end+1,1} = categorical(d.labels,0:4,stages)';
end

lg = layerGraph(sequenceInputLayer(numFeatures,Normalization="rescale-symmetric",Name="input"));
tail = "input";
for lev = 1:cfg.levels
    [lg,tail] = addResidualLevel(lg,tail,lev,cfg);
end
head = [
    fullyConnectedLayer(numel(stages),Name="fc")
    softmaxLayer
    classificationLayer];
lg = addLayers(lg,head);
lg = connectLayers(lg,tail,"fc");

figure
plot(lg)
title("TCN with " + cfg.levels + " levels")

options = trainingOptions("adam", ...
    MaxEpochs=60, ...
    MiniBatchSize=1, ...
    Plots="training-progress", ...
    Verbose=0);
net = trainNetwork(XTrain,TTrain,lg,options);
rng(s)

function [lg,tail] = addResidualLevel(lg,tail,lev,cfg)
    d = 2^(lev-1);
    block = [
        convolution1dLayer(cfg.kernel,cfg.filters,DilationFactor=d,Padding="causal",Name="conv1_"+lev)
        layerNormalizationLayer
        reluLayer
        dropoutLayer(cfg.drop)
        convolution1dLayer(cfg.kernel,cfg.filters,DilationFactor=d,Padding="causal",Name="conv2_"+lev)
        layerNormalizationLayer
        reluLayer(Name="act_"+lev)
        additionLayer(2,Name="add_"+lev)];
    lg = addLayers(lg,block);
    lg = connectLayers(lg,tail,"conv1_"+lev);
    if lev == 1
        % the channels differ at the first level only
        lg = addLayers(lg,convolution1dLayer(1,cfg.filters,Name="skip"));
        lg = connectLayers(lg,tail,"skip");
        lg = connectLayers(lg,"skip","add_1/in2");
    else
        lg = connectLayers(lg,tail,"add_"+lev+"/in2");
    end
    tail = "add_"+lev;
end
