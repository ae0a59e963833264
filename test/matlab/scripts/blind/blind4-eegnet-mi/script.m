%% EEGNet for motor imagery (BCI IV 2a), 22 channels
% translated from the keras version, F1=8 D=2 F2=16
clear all; close all; clc;
addpath(genpath('../utils'));
subj = 3;
load(['A0' num2str(subj) 'T_epochs.mat']);   % X: chans x time x trials, y
[nCh,nT,nTr] = size(X);
nCh = 22; nT = 1125;        % overwrite, dataset is fixed anyway
X4 = reshape(X,[nCh nT 1 nTr]);
Y = categorical(y);
idx = randperm(nTr);
ntrain = round(0.8*nTr);
XTrain = X4(:,:,:,idx(1:ntrain)); YTrain = Y(idx(1:ntrain));
XTest  = X4(:,:,:,idx(ntrain+1:end)); YTest = Y(idx(ntrain+1:end));

F1 = 8; D = 2; F2 = F1*D; kern = 64; p = 0.25;
ks = [1 kern];
layers = [
    imageInputLayer([nCh nT 1],'Name','eeg','Normalization','none')
    convolution2dLayer(ks,F1,'Padding','same','BiasLearnRateFactor',0)
    batchNormalizationLayer
    groupedConvolution2dLayer([nCh 1],D,F1,'BiasLearnRateFactor',0,'Name','depthwise') %#ok<*NBRAK>
    batchNormalizationLayer
    eluLayer(1)
    averagePooling2dLayer([1 4],'Stride',[1 4])
    dropoutLayer(p)
    % separable
    groupedConvolution2dLayer([1 16],1,'channel-wise','Padding','same','Name','sep_dw')
    convolution2dLayer(1,F2,'Name',"sep_pw")
    batchNormalizationLayer
    eluLayer
    averagePooling2dLayer([1 8],'Stride',[1 8])
    dropoutLayer(p)
    fullyConnectedLayer(4)
    softmaxLayer
    classificationLayer];

opts = trainingOptions('adam', ...
    'MaxEpochs',300, ...
    'MiniBatchSize',16,...
    'InitialLearnRate',1e-3, ...
    'Shuffle','every-epoch','Verbose',0, ...
    'ValidationData',{XTest,YTest},'Plots','training-progress');
net = trainNetwork(XTrain,YTrain,layers,opts);
YP = classify(net,XTest);
acc(subj) = sum(YP==YTest)/numel(YTest)*100;
disp(['Subject ' num2str(subj) ': ' num2str(acc(subj),'%.2f') ' %'])
figure; cm = confusionchart(YTest,YP); cm.Title = "EEGNet";
