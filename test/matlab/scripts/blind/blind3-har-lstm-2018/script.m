%% Human activity recognition from a waist sensor   (R2018a)
% Daten: HAR_smartphone.mat  ->  XTrain (Nx1 cell), YTrain (categorical)
clear; close all; clc;
load HAR_smartphone.mat

opt.hidden   = [100 50];
opt.dropRate = .25;
opt.epochs   = 45;
opt.batch    = 27;

classNames = {'Walking','Sitting','Standing','Laying','Dancing'};
sensorAxes = {'x','y','z'};
sensors    = {'acc','gyro'};
chan = {};
for s = 1:numel(sensors)
    for a = 1:numel(sensorAxes)
        chan{end+1} = [sensors{s} '_' sensorAxes{a}]; %#ok<SAGROW>
    end
end
inputSize  = numel(chan);
numClasses = length(classNames);

% Laengen der Folgen, nach Laenge sortiert
numObservations = numel(XTrain);
for i=1:numObservations
    sequence = XTrain{i};
    sequenceLengths(i) = size(sequence,2);
end
[sequenceLengths,idx] = sort(sequenceLengths);
XTrain = XTrain(idx);
YTrain = YTrain(idx);
figure
bar(sequenceLengths)
ylim([0 max(sequenceLengths)])
xlabel('Sequence'), ylabel('Length'), title('Sorted Data')

layers = [ ...
    sequenceInputLayer(inputSize)
    lstmLayer(opt.hidden(1),'OutputMode','sequence')
    dropoutLayer(opt.dropRate)
    lstmLayer(opt.hidden(end),'OutputMode','last')
    fullyConnectedLayer(numClasses)
    softmaxLayer
    classificationLayer]

options = trainingOptions('adam', ...
    'ExecutionEnvironment','cpu', ...
    'GradientThreshold',1, ...
    'MaxEpochs',opt.epochs, ...
    'MiniBatchSize',opt.batch, ...
    'SequenceLength','longest', ...
    'Shuffle','never', ...
    'Verbose',0, ...
    'Plots','training-progress');
net = trainNetwork(XTrain,YTrain,layers,options);

%% Auswertung
load HARTest
YPred = classify(net,XTest,'MiniBatchSize',opt.batch,'SequenceLength','longest');
acc = sum(YPred == YTest)./numel(YTest)
C = confusionmat(YTest,YPred);
for c = 1:numClasses
    fprintf('%-10s recall %5.1f %%\n',classNames{c},100*C(c,c)/sum(C(c,:)));
end
confusionchart(YTest,YPred,'RowSummary','row-normalized');
