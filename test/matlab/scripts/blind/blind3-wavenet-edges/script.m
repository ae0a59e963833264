%% WaveNet-like network for a guitar: gated dilated convolutions, the edges kept in a cell
%#ok<*AGROW>
channels = 32; skipCh = 64; nb = 4; mu = 255;
[x,fs] = audioread('guitar.wav');
x = x(:,1)/max(abs(x(:,1)));
q = round((sign(x).*log(1+mu*abs(x))/log(1+mu)+1)/2*mu);     % mu law
segLen = fs/10;
nSeg = floor(numel(q)/segLen);
XTrain = mat2cell(x(1:nSeg*segLen)',1,segLen*ones(1,nSeg))';
YTrain = cellfun(@(s) categorical(s,0:mu),mat2cell(q(1:nSeg*segLen)',1,segLen*ones(1,nSeg))','UniformOutput',false);

net = layerGraph([sequenceInputLayer(1,'Name','in','MinLength',64)
                  convolution1dLayer(2,channels,'Padding','causal','Name','front')]);
edges = cell(0,2);
src = 'front';
for k = 0:nb-1
    n = @(s) sprintf('%s_%d',s,k);
    parts = {convolution1dLayer(2,channels,'DilationFactor',2^k,'Padding','causal','Name',n('f')), tanhLayer('Name',n('tanh'))
             convolution1dLayer(2,channels,'DilationFactor',2^k,'Padding','causal','Name',n('g')), sigmoidLayer('Name',n('sig'))};
    for r = 1:size(parts,1)
        net = addLayers(net,[parts{r,:}]);
        edges(end+1,:) = {src,parts{r,1}.Name};
        edges(end+1,:) = {parts{r,2}.Name,sprintf('%s/in%d',n('gate'),r)};
    end
    net = addLayers(net,multiplicationLayer(2,'Name',n('gate')));
    net = addLayers(net,convolution1dLayer(1,skipCh,'Name',n('skip')));
    edges = [edges; {n('gate'),n('skip')}; {n('skip'),sprintf('skipsum/in%d',k+1)}];
    if k < nb-1
        net = addLayers(net,[convolution1dLayer(1,channels,'Name',n('res')) additionLayer(2,'Name',n('add'))]);
        edges = [edges; {n('gate'),n('res')}; {src,[n('add') '/in2']}];
        src = n('add');
    end
end
net = addLayers(net,[
    additionLayer(nb,'Name','skipsum')
    reluLayer
    convolution1dLayer(1,skipCh,'Name','post')
    reluLayer
    convolution1dLayer(1,mu+1,'Name','logits')
    softmaxLayer('Name','prob')
    classificationLayer('Name','mu_law')]);
for e = 1:size(edges,1)
    net = connectLayers(net,edges{e,:});
end
receptive = sum(2.^(0:nb-1)) + 2;
fprintf('receptive field: %d samples = %.1f ms\n',receptive,1e3*receptive/fs);
trained = trainNetwork(XTrain,YTrain,net,trainingOptions('adam','MaxEpochs',10,'MiniBatchSize',8,'InitialLearnRate',2e-3,'SequenceLength','shortest'));
