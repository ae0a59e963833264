function net = trainEcgResNet(dataFolder,varargin)
%TRAINECGRESNET  residual network for rhythm classification of 12-lead ECG
%   net = trainEcgResNet(dataFolder)
%   net = trainEcgResNet(dataFolder,'Leads',12,'Classes',9)
p = inputParser;
p.FunctionName = mfilename;
addRequired(p,'dataFolder',@(x) ischar(x) || isstring(x));
addParameter(p,'Leads',12,@(x) validateattributes(x,{'numeric'},{'scalar','integer','positive'}));
addParameter(p,'Classes',9);
addParameter(p,'StageTable',defaultStages(),@istable);
addParameter(p,'Seed',1,@isnumeric);
parse(p,dataFolder,varargin{:});
r = p.Results;
if ~isempty(fieldnames(p.Unmatched)), warning('extra arguments'); end

T = r.StageTable;
layers = [
    sequenceInputLayer(r.Leads,'Name','ecg','MinLength',512,'Normalization','zscore')
    convolution1dLayer(15,T.Filters(1),'Padding','same','Stride',2,'Name','stem')
    batchNormalizationLayer('Name','stem_bn')
    reluLayer('Name','stem_relu')];
lgraph = layerGraph(layers);
src = 'stem_relu';
for i = 1:height(T)
    key = char(T.Key(i));
    nb  = T.Blocks(i);
    for b = 1:nb
        stride = 1;
        if b==1, stride = T.Stride(i); end
        id = sprintf('%s%d',key,b);
        body = [
            convolution1dLayer(T.Kernel(i),T.Filters(i),'Padding','same','Stride',stride,'Name',[id '_conv1'])
            batchNormalizationLayer('Name',[id '_bn1'])
            reluLayer('Name',[id '_relu1'])
            convolution1dLayer(T.Kernel(i),T.Filters(i),'Padding','same','Name',[id '_conv2'])
            batchNormalizationLayer('Name',[id '_bn2'])
            additionLayer(2,'Name',[id '_sum'])
            reluLayer('Name',[id '_out'])];
        lgraph = addLayers(lgraph,body);
        lgraph = connectLayers(lgraph,src,[id '_conv1']);
        if b==1 && (i>1 || stride>1)
            proj = [convolution1dLayer(1,T.Filters(i),'Stride',stride,'Name',[id '_proj'])
                    batchNormalizationLayer('Name',[id '_projbn'])];
            lgraph = addLayers(lgraph,proj);
            lgraph = connectLayers(lgraph,src,[id '_proj']);
            lgraph = connectLayers(lgraph,[id '_projbn'],[id '_sum/in2']);
        else
            lgraph = connectLayers(lgraph,src,[id '_sum/in2']);
        end
        src = [id '_out'];
    end
end
lgraph = addLayers(lgraph,[
    globalAveragePooling1dLayer('Name','gap')
    fullyConnectedLayer(r.Classes,'Name','fc')
    softmaxLayer('Name','prob')
    classificationLayer('Name','rhythm')]);
lgraph = connectLayers(lgraph,src,'gap');

[XTrain,YTrain,XVal,YVal] = readRecords(r.dataFolder,r.Leads);
rng(r.Seed);
options = trainingOptions('sgdm', ...
    'InitialLearnRate',0.05, ...
    'Momentum',0.95, ...
    'L2Regularization',0.0005, ...
    'LearnRateSchedule','piecewise', 'LearnRateDropFactor',0.1, 'LearnRateDropPeriod',12, ...
    'MaxEpochs',30, 'MiniBatchSize',64, 'Shuffle','every-epoch', ...
    'ValidationData',{XVal,YVal}, 'ValidationFrequency',100);
net = trainNetwork(XTrain,YTrain,lgraph,options);
end

function T = defaultStages()
Key     = ["a";"b";"c"];
Filters = [32;64;128];
Kernel  = [9;7;5];
Blocks  = [1;2;1];
Stride  = [1;2;2];
T = table(Key,Filters,Kernel,Blocks,Stride);
end

function [XTrain,YTrain,XVal,YVal] = readRecords(folder,nLeads)
list = dir(fullfile(folder,'**','*.mat'));
X = cell(numel(list),1);
for k=1:numel(list)
    q = load(fullfile(list(k).folder,list(k).name));
    X{k} = q.val(1:nLeads,:);
end
ref = readtable(fullfile(folder,'REFERENCE.csv'));
Y = categorical(ref.label);
c = cvpartition(Y,'HoldOut',0.2);
XTrain = X(training(c));  YTrain = Y(training(c));
XVal = X(test(c));        YVal = Y(test(c));
end
