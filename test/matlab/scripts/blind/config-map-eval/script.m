%% remaining useful life, recurrent stack chosen by settings
hp.solver      = 'rmsprop';
hp.lr          = 2e-3;
hp.('epochs')  = 60;
hp.batch       = 2^5;
hp.recurrent   = {'gru',40;'lstm',20;'bilstm',10};

if ~exist('numFeatures','var')
    numFeatures = size(XTrain{1},1);
end
layerStr = '';
nR = size(hp.recurrent,1);
lgraph = layerGraph(sequenceInputLayer(numFeatures,'Normalization','zscore','Name','in_layer'));
prev = lgraph.Layers(end).Name;
for r=1:nR
    if r==nR mode='last'; else mode='sequence'; end
    cmd = sprintf('newLayer = %sLayer(%d,''OutputMode'',''%s'',''Name'',''rnn_%d'');',hp.recurrent{r,1},hp.recurrent{r,2},mode,r);
    eval(cmd);
    eval(['drop' num2str(r) ' = dropoutLayer(r/10,''Name'',''do_' num2str(r) ''');']);
    lgraph = addLayers(lgraph,[newLayer; eval(['drop' num2str(r)])]);
    lgraph = connectLayers(lgraph,prev,newLayer.Name);
    prev = ['do_' num2str(r)];
end
lgraph = addLayers(lgraph,[fullyConnectedLayer(1,'Name','out_fc');regressionLayer('Name','reg')]);
lgraph = connectLayers(lgraph,prev,'out_fc');

names = fieldnames(hp);
for k=1:numel(names)
    if isnumeric(hp.(names{k})), fprintf('%s: %g\n',names{k},hp.(names{k})); end
end
args = {'InitialLearnRate',hp.lr,'MaxEpochs',hp.epochs,'MiniBatchSize',hp.batch};
args(end+1:end+2) = {'Verbose',false};
opts = trainingOptions(hp.solver,args{:});
try
    net = trainNetwork(XTrain,YTrain,lgraph,opts);
catch ME
    disp(ME.message)
    rethrow(ME)
end
