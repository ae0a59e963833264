%% Fine tuning: a backbone of our own, the end replaced and the start frozen
imgSize = [128 128 3];
newClasses = categorical(["birch" "oak" "beech"]);
lgraph = leafBackbone(imgSize,1000);
% lgraph = layerGraph(load('leafnet.mat').net);

% 1. find what is to be replaced
layers = lgraph.Layers;
isFc  = arrayfun(@(l) isa(l,'nnet.cnn.layer.FullyConnectedLayer'),layers);
isOut = arrayfun(@(l) isa(l,'nnet.cnn.layer.ClassificationOutputLayer'),layers);
fcName  = layers(find(isFc,1)).Name;
outName = layers(isOut).Name;
fprintf('replacing %s and %s\n',fcName,outName);

% 2. replace
numClasses = numel(categories(newClasses));
lgraph = replaceLayer(lgraph,fcName,[
    dropoutLayer(0.3,'Name','new_drop')
    fullyConnectedLayer(numClasses,'Name','new_fc','WeightLearnRateFactor',10,'BiasLearnRateFactor',10)]);
lgraph = replaceLayer(lgraph,outName,classificationLayer('Name','new_output','Classes',categories(newClasses)));
lgraph = removeLayers(lgraph,{'aux_pool','aux_fc'});

% 3. freeze the first layers
layers = lgraph.Layers;
connections = lgraph.Connections;
last = find(strcmp({layers.Name},'add1'));
for i = 1:last
    if isprop(layers(i),'WeightLearnRateFactor')
        layers(i).WeightLearnRateFactor = 0;
        layers(i).BiasLearnRateFactor = 0;
    elseif isprop(layers(i),'OffsetLearnRateFactor')
        layers(i).OffsetLearnRateFactor = 0;
        layers(i).ScaleLearnRateFactor = 0;
    end
end
lgraph = rebuild(layers,connections);

imds = imageDatastore('leaves','IncludeSubfolders',true,'LabelSource','foldernames');
[imdsTrain,imdsVal] = splitEachLabel(imds,0.7);
shift = [-20 20];
augmenter = imageDataAugmenter('RandXReflection',true,'RandXTranslation',shift,'RandYTranslation',shift,'RandScale',[0.9 1.1]);
augTrain = augmentedImageDatastore(imgSize(1:2),imdsTrain,'DataAugmentation',augmenter);
augVal   = augmentedImageDatastore(imgSize(1:2),imdsVal);
options = trainingOptions('sgdm','MiniBatchSize',10,'MaxEpochs',6,'InitialLearnRate',3e-4,'Shuffle','every-epoch', ...
    'ValidationData',augVal,'Verbose',false,'Plots','training-progress');
net = trainNetwork(augTrain,lgraph,options);
[YPred,probs] = classify(net,augVal);
accuracy = mean(YPred == imdsVal.Labels)
idx = randperm(numel(imdsVal.Files),4);
for i = 1:4
    subplot(2,2,i), imshow(readimage(imdsVal,idx(i)))
    title(string(YPred(idx(i))) + ", " + num2str(100*max(probs(idx(i),:)),3) + "%");
end

function lg = rebuild(layers,connections)
lg = layerGraph();
for i = 1:numel(layers)
    lg = addLayers(lg,layers(i));
end
for c = 1:height(connections)
    lg = connectLayers(lg,connections.Source{c},connections.Destination{c});
end
end

function lg = leafBackbone(sz,n)
lg = layerGraph([
    imageInputLayer(sz,'Name','input')
    convolution2dLayer(7,32,'Stride',2,'Padding',3,'Name','conv1')
    batchNormalizationLayer('Name','bn1')
    reluLayer('Name','relu1')
    convolution2dLayer(3,32,'Padding','same','Name','conv2')
    additionLayer(2,'Name','add1')
    convolution2dLayer(3,64,'Stride',2,'Padding','same','Name','conv3')
    reluLayer('Name','relu3')
    globalAveragePooling2dLayer('Name','gap')
    fullyConnectedLayer(n,'Name','fc1000')
    softmaxLayer('Name','prob')
    classificationLayer('Name','ClassificationLayer_1')]);
lg = connectLayers(lg,'relu1','add1/in2');
lg = addLayers(lg,[globalMaxPooling2dLayer('Name','aux_pool'); fullyConnectedLayer(5,'Name','aux_fc')]);
lg = connectLayers(lg,'relu3','aux_pool');
end
