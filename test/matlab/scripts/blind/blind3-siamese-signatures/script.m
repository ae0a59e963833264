%% Are two signatures of the same hand?  One net, used twice
inputSize = [60 120 1];
nb = 3;
filters = 2.^(4:4+nb-1);              % 16 32 64
sizes   = {[9 9],[5 5],[3 3]};
init    = @(sz) 0.01*randn(sz,'single');

body = cell(1,nb);
for k = 1:nb
    body{k} = [
        convolution2dLayer(sizes{k},filters(k),'Name',sprintf('conv%d',k),'WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')
        reluLayer('Name',sprintf('relu%d',k))
        maxPooling2dLayer(2,'Stride',2,'Name',sprintf('pool%d',k))];
end
body{end}(end) = [];                  % no pooling at the end
layers = vertcat(imageInputLayer(inputSize,'Name','scan','Normalization','none'), ...
    body{:}, ...
    fullyConnectedLayer(256,'Name','embedding','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal'));
lgraph = layerGraph(layers);
dlnet = dlnetwork(lgraph);
fcParams = struct('FcWeights',dlarray(init([1 256])),'FcBias',dlarray(init([1 1])));

imds = imageDatastore('signatures','IncludeSubfolders',true,'LabelSource','foldernames');
[imdsTrain,imdsTest] = splitEachLabel(imds,20,'randomized');
numIterations = 5000; miniBatchSize = 90; learningRate = 6e-5;
gradDecay = 0.9; gradDecaySq = 0.99;
[avgSub,avgSqSub,avgP,avgSqP] = deal([],[],[],[]);
executionEnvironment = "auto";
C = colororder;
lineLoss = animatedline('Color',C(2,:));
start = tic;
for iteration = 1:numIterations
    [X1,X2,pairLabels] = pickPairs(imdsTrain,miniBatchSize);
    X1 = dlarray(single(X1),'SSCB');
    X2 = dlarray(single(X2),'SSCB');
    if (executionEnvironment == "auto" && canUseGPU) || executionEnvironment == "gpu"
        X1 = gpuArray(X1); X2 = gpuArray(X2);
    end
    [loss,gSub,gP] = dlfeval(@modelGradients,dlnet,fcParams,X1,X2,pairLabels);
    [dlnet,avgSub,avgSqSub] = adamupdate(dlnet,gSub,avgSub,avgSqSub,iteration,learningRate,gradDecay,gradDecaySq);
    [fcParams,avgP,avgSqP] = adamupdate(fcParams,gP,avgP,avgSqP,iteration,learningRate,gradDecay,gradDecaySq);
    D = duration(0,0,toc(start),'Format','hh:mm:ss');
    addpoints(lineLoss,iteration,double(gather(extractdata(loss))))
    title("Elapsed: " + string(D)); drawnow
end

function [loss,gSub,gP] = modelGradients(dlnet,fcParams,X1,X2,pairLabels)
Y = forwardSiamese(dlnet,fcParams,X1,X2);
Y = max(min(Y,1-eps('single')),eps('single'));
loss = -mean(pairLabels.*log(Y) + (1-pairLabels).*log(1-Y));
[gSub,gP] = dlgradient(loss,dlnet.Learnables,fcParams);
end

function Y = forwardSiamese(dlnet,fcParams,X1,X2)
F1 = sigmoid(forward(dlnet,X1));
F2 = sigmoid(forward(dlnet,X2));
Y = sigmoid(fullyconnect(abs(F1-F2),fcParams.FcWeights,fcParams.FcBias));
end

function [X1,X2,pairLabels] = pickPairs(imds,n)
pairLabels = zeros(1,n);
sz = size(readimage(imds,1));
X1 = zeros([sz 1 n]); X2 = X1;
for i = 1:n
    classes = unique(imds.Labels);
    if rand < 0.5
        c = classes(randi(numel(classes)));
        idx = find(imds.Labels==c);
        pair = idx(randperm(numel(idx),2));
        pairLabels(i) = 1;
    else
        c = classes(randperm(numel(classes),2));
        pair = [randsample(find(imds.Labels==c(1)),1) randsample(find(imds.Labels==c(2)),1)];
    end
    X1(:,:,:,i) = imds.readimage(pair(1));
    X2(:,:,:,i) = imds.readimage(pair(2));
end
end
