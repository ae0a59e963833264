%% ======================================================================
%  Fall detection with two sensors (wrist, belt) and features of the person
%  Chapter 5 of the thesis.  Needs the Deep Learning Toolbox (R2022b)
%  ----------------------------------------------------------------------
%  Steps:  1 settings   2 data   3 windows   4 network   5 training
%          6 evaluation 7 figures
%  ======================================================================
function results = fallDetection()
startTime = datetime('now');
cleaner = onCleanup(@() fprintf('finished after %s\n',char(datetime('now')-startTime)));

%% 1 settings
cfg = struct();
cfg.fs          = 50;
cfg.windowSec   = 4;
cfg.overlap     = 0.5;
cfg.sensors     = struct('name',{'wrist','belt'},'axes',{{'x','y','z'},{'x','y','z','norm'}},'filters',{[16 32],[16 32 64]});
cfg.person      = {'age','height','weight','sex'};
cfg.activities  = {'fall_forward','fall_back','fall_side','walk','sit','lie','stairs'};
cfg.task        = 'binary';                 % 'binary' or 'multi'
cfg.optimizer   = 'adamw-like';
cfg.quick       = false;
cfg.rebuild     = false;
cfg.cache       = fullfile('data',['windows_' strrep(num2str(cfg.overlap),'.','p') '.mat']);
cfg = setDefaults(cfg);

isFall = startsWith(cfg.activities,'fall');
switch validatestring(cfg.task,{'binary','multi'})
    case 'binary'
        classes = {'adl','fall'};
        lookup  = @(a) classes{1 + isFall(strcmp(a,cfg.activities))};
        weights = [1 4];
    case 'multi'
        classes = cfg.activities;
        lookup  = @(a) a;
        weights = ones(1,numel(classes));
end
winLen = cfg.fs*cfg.windowSec;
hop    = round(winLen*(1-cfg.overlap));

%% 2 data, the windows of the last time are used where nothing has changed
if cfg.rebuild
    [trainSet,testSet] = makeSets(cfg,lookup,winLen,hop);
    save(cfg.cache,'trainSet','testSet','-v7.3');
else
    cache = load(cfg.cache);
    trainSet = cache.trainSet;
    testSet  = cache.testSet;
end

%% 3 the mean and the deviation of the features of the training persons
mu = mean(trainSet.P,1);
sd = std(trainSet.P,0,1);
sd(sd == 0) = 1;
trainSet.P = (trainSet.P - mu)./sd;
testSet.P  = (testSet.P - mu)./sd;

%% 4 network
nAxes = arrayfun(@(s) numel(s.axes),cfg.sensors);
lgraph = layerGraph();
ends = cell(1,numel(cfg.sensors)+1);
for k = 1:numel(cfg.sensors)
    sensor = cfg.sensors(k);
    [branch,ends{k}] = sensorBranch(sensor,[winLen nAxes(k) 1],cfg);
    lgraph = addLayers(lgraph,branch);
end
personBranch = [
    featureInputLayer(numel(cfg.person),'Name','person')
    fullyConnectedLayer(8,'Name','person_fc')
    tanhLayer('Name','person_tanh')];
lgraph = addLayers(lgraph,personBranch);
ends{end} = personBranch(end).Name;

head = [
    concatenationLayer(1,numel(ends),'Name','fusion')
    dropoutLayer(cfg.dropout,'Name','fusion_drop')
    fullyConnectedLayer(cfg.headUnits,'Name','head_fc','WeightsInitializer','he')
    reluLayer('Name','head_relu')
    fullyConnectedLayer(numel(classes),'Name','head_out')
    softmaxLayer('Name','probability')
    classificationLayer('Name','decision','Classes',classes,'ClassWeights',weights)];
lgraph = addLayers(lgraph,head);
cellfun(@(e,i) disp([e ' -> fusion/in' num2str(i)]),ends,num2cell(1:numel(ends)));
for i = 1:numel(ends)
    lgraph = connectLayers(lgraph,ends{i},['fusion/in' num2str(i)]);
end
if usejava('desktop')
    figure('Name','network','NumberTitle','off'); plot(lgraph);
end

%% 5 training
switch cfg.optimizer
    case {'sgdm','rmsprop'}
        solver = cfg.optimizer; rate = 1e-2;
    otherwise
        solver = 'adam'; rate = 1e-3;
end
options = trainingOptions(solver, ...
    'InitialLearnRate',rate, ...
    'MaxEpochs',cfg.epochs, ...
    'MiniBatchSize',2^6, ...
    'L2Regularization',5e-4, ...
    'Shuffle','every-epoch', ...
    'Verbose',~cfg.quick, ...
    'Plots','none');
ds = makeDatastore(trainSet,classes);
[net,info] = trainNetwork(ds,lgraph,options);

%% 6 evaluation
Yp = classify(net,makeDatastore(testSet,classes));
Yt = categorical(testSet.Y,classes);
C = confusionmat(Yt,Yp);
results = struct('accuracy',trace(C)/sum(C,'all'),'confusion',C,'loss',info.TrainingLoss(end));
precision = diag(C)'./sum(C,1);
recall    = diag(C)./sum(C,2);
f1 = 2*precision(:).*recall./(precision(:)+recall);
for c = 1:numel(classes)
    fprintf('%-14s P %.3f  R %.3f  F1 %.3f\n',classes{c},precision(c),recall(c),f1(c));
end
results.f1 = mean(f1,'omitnan');
structfun(@(v) assert(~isempty(v)),results);

%% 7 figures
fig = figure('Visible','off');
confusionchart(C,classes);
exportgraphics(fig,fullfile('figures',[cfg.task '_confusion.pdf']),'ContentType','vector');
close(fig)
end

%% ------------------------------------------------------------------------
function cfg = setDefaults(cfg)
d = {'dropout',0.35; 'headUnits',24; 'epochs',60; 'kernel',[9 1]; 'quick',true};
for r = 1:size(d,1)
    if ~isfield(cfg,d{r,1})
        cfg = setfield(cfg,d{r,:}); %#ok<SFLD>
    end
end
if getfield(cfg,'quick') %#ok<GFLD>
    cfg.epochs = 2;
end
end

function [L,lastName] = sensorBranch(sensor,inputSize,cfg)
nm = @(varargin) strjoin([{sensor.name},varargin],'_');
L = imageInputLayer(inputSize,'Name',nm('in'),'Normalization','zscore');
for j = 1:numel(sensor.filters)
    t = num2str(j);
    L = [L
        convolution2dLayer(cfg.kernel,sensor.filters(j),'Padding','same','Name',nm('conv',t))
        batchNormalizationLayer('Name',nm('bn',t))
        reluLayer('Name',nm('relu',t))
        maxPooling2dLayer([2 1],'Stride',[2 1],'Name',nm('pool',t))]; %#ok<AGROW>
end
L = [L
    convolution2dLayer([1 inputSize(2)],24,'Name',nm('mix'))
    globalAveragePooling2dLayer('Name',nm('gap'))
    flattenLayer('Name',nm('flat'))];
lastName = L(end).Name;
end

function [trainSet,testSet] = makeSets(cfg,lookup,winLen,hop)
subjects = setdiff(1:24,[7 13]);            % two are not usable
testSubjects = subjects(end-3:end);
[trainSet,testSet] = deal(struct('X',{{}},'P',[],'Y',{{}}));
for s = subjects
    fn = fullfile('data',sprintf('subject%02d.mat',s));
    if ~isfile(fn)
        warning('fall:missing','%s is missing',fn);
        continue
    end
    d = load(fn);
    [W,labels] = cutWindows(d,winLen,hop,cfg);
    p = cellfun(@(f) double(d.person.(f)),cfg.person);
    one = struct('X',{W},'P',repmat(p,size(W,1),1),'Y',{cellfun(lookup,labels,'UniformOutput',false)});
    if ismember(s,testSubjects)
        testSet = appendSet(testSet,one);
    else
        trainSet = appendSet(trainSet,one);
    end
end
end

function [W,labels] = cutWindows(d,winLen,hop,cfg)
W = {}; labels = {};
starts = 1:hop:size(d.wrist,1)-winLen+1;
for k = starts
    rows = k:k+winLen-1;
    a = d.wrist(rows,1:numel(cfg.sensors(1).axes));
    b = d.belt(rows,:);
    b(:,end+1) = sqrt(sum(b.^2,2));
    act = d.activity(rows);
    [names,~,id] = unique(act);
    count = accumarray(id,1);
    [m,best] = max(count);
    if m < 0.8*winLen, continue, end
    W(end+1,:) = {a,b};
    labels{end+1,1} = char(names(best));
end
end

function s = appendSet(s,t)
for f = fieldnames(s)'
    s.(f{1}) = [s.(f{1}); t.(f{1})];
end
end

function ds = makeDatastore(s,classes)
ds = combine( ...
    arrayDatastore(s.X(:,1),'OutputType','same'), ...
    arrayDatastore(s.X(:,2),'OutputType','same'), ...
    arrayDatastore(num2cell(s.P,2),'OutputType','same'), ...
    arrayDatastore(categorical(s.Y,classes)));
end
