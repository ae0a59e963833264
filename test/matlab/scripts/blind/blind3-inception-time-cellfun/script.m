%% InceptionTime-like classifier for accelerometer gestures
%  kernels in parallel, bottleneck, short cut over the modules
kernels = [39 19 9];
nFilters = 16;
numModules = 3;
gestures = {'circle';'swipe';'shake';'tap';'none'};
numChannels = 3;

raw = readtable('gestures.csv','TextType','string');
raw.time = datetime(raw.time,'InputFormat','yyyy-MM-dd HH:mm:ss.SSS');
raw = sortrows(raw,'time');
ids = unique(raw.recording);
X = arrayfun(@(id) raw{raw.recording==id,{'ax','ay','az'}}',ids,'UniformOutput',false);
Y = arrayfun(@(id) raw.label(find(raw.recording==id,1)),ids);
Y = categorical(Y,gestures);
len = cellfun(@(x) size(x,2),X);
X(len<40) = []; Y(len<40) = [];

lgraph = layerGraph(sequenceInputLayer(numChannels,'Name','acc','Normalization','zscore','MinLength',40));
last = 'acc';
for m = 1:numModules
    id = @(s) sprintf('m%d_%s',m,s);
    if m > 1
        lgraph = addLayers(lgraph,convolution1dLayer(1,nFilters,'Padding','same','Name',id('bottle')));
        lgraph = connectLayers(lgraph,last,id('bottle'));
        from = id('bottle');
    else
        from = last;
    end
    branches = cellfun(@(k) convolution1dLayer(k,nFilters,'Padding','same','Name',id(['k' num2str(k)])), ...
        num2cell(kernels),'UniformOutput',false);
    branches{end+1} = [maxPooling1dLayer(3,'Padding','same','Name',id('mp'))
                       convolution1dLayer(1,nFilters,'Padding','same','Name',id('k1'))]; %#ok<SAGROW>
    lgraph = addLayers(lgraph,[
        depthConcatenationLayer(numel(branches),'Name',id('cat'))
        batchNormalizationLayer('Name',id('bn'))
        reluLayer('Name',id('relu'))]);
    for j = 1:numel(branches)
        L = branches{j};
        lgraph = addLayers(lgraph,L);
        if isa(L(1),'nnet.cnn.layer.MaxPooling1DLayer')
            src = last;
        else
            src = from;
        end
        lgraph = connectLayers(lgraph,src,L(1).Name);
        lgraph = connectLayers(lgraph,L(end).Name,sprintf('%s/in%d',id('cat'),j));
    end
    last = id('relu');
end
% the short cut
lgraph = addLayers(lgraph,[convolution1dLayer(1,nFilters*(numel(kernels)+1),'Name','short_conv')
                           batchNormalizationLayer('Name','short_bn')]);
lgraph = addLayers(lgraph,[additionLayer(2,'Name','short_add')
                           reluLayer('Name','short_relu')
                           globalAveragePooling1dLayer('Name','gap')
                           fullyConnectedLayer(numel(gestures),'Name','logits')
                           softmaxLayer('Name','prob')
                           classificationLayer('Name','gesture','Classes',gestures)]);
lgraph = connectLayers(lgraph,'acc','short_conv');
lgraph = connectLayers(lgraph,last,'short_add/in1');
lgraph = connectLayers(lgraph,'short_bn','short_add/in2');

opts = trainingOptions('adam','MaxEpochs',100,'MiniBatchSize',64,'InitialLearnRate',1e-3,'SequencePaddingDirection','left','Verbose',false);
net = trainNetwork(X,Y,lgraph,opts);
