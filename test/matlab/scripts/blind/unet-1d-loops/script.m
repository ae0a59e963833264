%% ECG segmentation with a 1-D U-Net
% one output per sample: P wave, QRS complex, T wave, none
clear; close all; clc
load('ecg_seg.mat')            % XTrain, YTrain
nCh = 2;   fs = 250;
depth = 2;  baseFilters=8;  k=9;
nClass = 4;

layers = sequenceInputLayer(nCh,'Name','in','MinLength',256);
for d=1:depth,
    nf = baseFilters*2^(d-1);
    for c=1:2
        layers(end+1,1) = convolution1dLayer(k,nf,'Padding','same','Name',sprintf('enc%d_c%d',d,c));
        layers(end+1,1) = batchNormalizationLayer('Name',sprintf('enc%d_b%d',[d c]));
        layers(end+1,1) = reluLayer('Name',sprintf('enc%d_r%d',d,c));
    end
    layers(end+1,1) = maxPooling1dLayer(2,'Stride',2,'Name',sprintf('enc%d_pool',d));
end
layers = [ layers
           convolution1dLayer(k,baseFilters*2^depth,'Padding','same','Name','bridge')
           reluLayer('Name','bridge_relu') ];
for d = depth:-1:1
    nf = baseFilters*2^(d-1); tag = ['dec',int2str(d)];
    layers = [layers;
        transposedConv1dLayer(2,nf,'Stride',2,'Name',[tag,'_up']); ...
        concatenationLayer(1,2,'Name',[tag,'_cat']); ...   % skip comes in here
        convolution1dLayer(k,nf,'Padding','same','Name',[tag,'_c']);
        reluLayer('Name',[tag '_r'])];
end
layers=[layers;convolution1dLayer(1,nClass,'Name','out');softmaxLayer('Name','sm');classificationLayer('Name','cls')];
lgraph = layerGraph(layers);
for d=1:depth lgraph = connectLayers(lgraph,sprintf('enc%d_r2',d),sprintf('dec%d_cat/in2',d)); end
figure; plot(lgraph); title('U-Net 1D')

options = trainingOptions('adam', ...
    'MaxEpochs',40, 'MiniBatchSize',16, ...
    'InitialLearnRate',1e-3, ...
    'LearnRateSchedule','piecewise', 'LearnRateDropPeriod',10, 'LearnRateDropFactor',.5, ...
    'Shuffle','every-epoch', 'Verbose',0, 'Plots','training-progress');
net = trainNetwork(XTrain,YTrain,lgraph,options);
YPred = classify(net,XTest);
acc = mean(cellfun(@(a,b) mean(a==b),YPred,YTest))*100;
fprintf('accuracy %.2f%%\n',acc);
