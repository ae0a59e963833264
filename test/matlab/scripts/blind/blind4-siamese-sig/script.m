%{
 Siamese network for signature verification
 two branches with shared weights, cross-entropy on |f1-f2|
%}
dataFolderTrain = "signatures/train";
imdsTrain = imageDatastore(dataFolderTrain, ...
    'IncludeSubfolders',true, ...
    'LabelSource','none');
files = imdsTrain.Files;
parts = split(files,filesep);
labels = join(parts(:,(end-2):(end-1)),'-');
imdsTrain.Labels = categorical(labels);
idxs = randperm(numel(imdsTrain.Files),8);
for i = 1:numel(idxs)
    subplot(4,2,i)
    imshow(readimage(imdsTrain,idxs(i)))
    title(imdsTrain.Labels(idxs(i)), "Interpreter","none");
end

layers = [
    imageInputLayer([105 105 1],'Name','input1','Normalization','none')
    convolution2dLayer(10,64,'Name','conv1','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')
    reluLayer('Name','relu1')
    maxPooling2dLayer(2,'Stride',2,'Name','maxpool1')
    convolution2dLayer(7,128,'Name','conv2','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')
    reluLayer('Name','relu2')
    maxPooling2dLayer(2,'Stride',2,'Name','maxpool2')
    convolution2dLayer(4,128,'Name','conv3','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')
    reluLayer('Name','relu3')
    maxPooling2dLayer(2,'Stride',2,'Name','maxpool3')
    convolution2dLayer(5,256,'Name','conv4','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')
    reluLayer('Name','relu4')
    fullyConnectedLayer(4096,'Name','fc1','WeightsInitializer','narrow-normal','BiasInitializer','narrow-normal')];
lgraph = layerGraph(layers);
dlnet = dlnetwork(lgraph);

fcWeights = dlarray(0.01*randn(1,4096));
fcBias = dlarray(0.01*randn(1,1));
fcParams = struct(...
    "FcWeights",fcWeights,...
    "FcBias",fcBias);

numIterations = 1000; miniBatchSize = 180; learningRate = 6e-5;
trailingAvgSubnet = []; trailingAvgSqSubnet = []; trailingAvgParams = []; trailingAvgSqParams = [];
gradDecay = 0.9; gradDecaySq = 0.99;
executionEnvironment = "auto";
if canUseGPU, gpuDevice(1); end
for iteration = 1:numIterations
    [X1,X2,pairLabels] = getSiameseBatch(imdsTrain,miniBatchSize);
    dlX1 = dlarray(single(X1),'SSCB'); dlX2 = dlarray(single(X2),'SSCB');
    if (executionEnvironment == "auto" && canUseGPU) || executionEnvironment == "gpu"
        dlX1 = gpuArray(dlX1); dlX2 = gpuArray(dlX2);
    end
    [gradientsSubnet, gradientsParams,loss] = dlfeval(@modelGradients,dlnet,fcParams,dlX1,dlX2,pairLabels);
    [dlnet,trailingAvgSubnet,trailingAvgSqSubnet] = adamupdate(dlnet,gradientsSubnet,trailingAvgSubnet,trailingAvgSqSubnet,iteration,learningRate,gradDecay,gradDecaySq);
    [fcParams,trailingAvgParams,trailingAvgSqParams] = adamupdate(fcParams,gradientsParams,trailingAvgParams,trailingAvgSqParams,iteration,learningRate,gradDecay,gradDecaySq);
    if ~mod(iteration,100), fprintf('%d  loss %.4f\n',iteration,gather(extractdata(loss))); end
end

function Y = forwardSiamese(dlnet,fcParams,dlX1,dlX2)
F1 = sigmoid(forward(dlnet,dlX1));
F2 = sigmoid(forward(dlnet,dlX2));
Y = abs(F1 - F2);
Y = fullyconnect(Y,fcParams.FcWeights,fcParams.FcBias);
Y = sigmoid(Y);
end
function [gradientsSubnet,gradientsParams,loss] = modelGradients(dlnet,fcParams,dlX1,dlX2,pairLabels)
Y = forwardSiamese(dlnet,fcParams,dlX1,dlX2);
loss = -pairLabels.*log(Y + eps) - (1 - pairLabels).*log(1 - Y + eps);
loss = sum(loss)/numel(pairLabels);
[gradientsSubnet,gradientsParams] = dlgradient(loss,dlnet.Learnables,fcParams);
end
function [X1,X2,pairLabels] = getSiameseBatch(imds,miniBatchSize)
pairLabels = zeros(1,miniBatchSize);
imgSize = size(readimage(imds,1));
X1 = zeros([imgSize 1 miniBatchSize]); X2 = X1;
for i = 1:miniBatchSize
    choice = rand(1);
    if choice < 0.5
        [a,b,pairLabels(i)] = getPair(imds,1);
    else
        [a,b,pairLabels(i)] = getPair(imds,0);
    end
    X1(:,:,:,i) = imds.readimage(a); X2(:,:,:,i) = imds.readimage(b);
end
end
function [p1,p2,l] = getPair(imds,same)
classes = unique(imds.Labels); c = randi(numel(classes));
idx = find(imds.Labels==classes(c)); p = randperm(numel(idx),2); p1 = idx(p(1)); l = same;
if same, p2 = idx(p(2)); else, idx2 = find(imds.Labels~=classes(c)); p2 = idx2(randi(numel(idx2))); end
end
