% densely connected network for galaxy morphology, code of my thesis (R2019a)
clearvars -except dataRoot
if ~exist('dataRoot','var'), dataRoot = 'D:\galaxies'; end
imageSize = [56 56 3]; growth = 12; blocks = [2 3]; compression = 0.5;

labels = containers.Map('KeyType','char','ValueType','double');
labels('spiral')     = 1;
labels('elliptical') = 2;
labels('irregular')  = 3;
if ~isKey(labels,'merger')
    labels('merger') = double(labels.Count) + 1;
end
numClasses = double(labels.Count);
classNames = keys(labels);

nc = 2*growth;
lg = layerGraph([imageInputLayer(imageSize,'Name',"in"), ...
    convolution2dLayer(7,nc,'Stride',2,'Padding',3,'Name',"conv0"), ...
    maxPooling2dLayer(3,'Stride',2,'Padding',1,'Name',"pool0")]);
prev = "pool0";
for b = 1:numel(blocks)
    for l = 1:blocks(b)
        nm = "db" + b + "_l" + l + ["_bn" "_relu" "_conv" "_cat"];
        lg = addLayers(lg,[ ...
            batchNormalizationLayer('Name',nm(1)), ...
            reluLayer('Name',nm(2)), ...
            convolution2dLayer(3,growth,'Padding','same','Name',nm(3)), ...
            depthConcatenationLayer(2,'Name',nm(4))]);
        lg = connectLayers(lg,prev,nm(1));
        lg = connectLayers(lg,prev,nm(4) + "/in2");
        prev = nm(4);
        nc = nc + growth;
    end
    if b == numel(blocks), break, end
    nc = floor(nc*compression);
    nm = "tr" + b + ["_bn";"_relu";"_conv";"_pool"];
    lg = addLayers(lg,[batchNormalizationLayer('Name',nm(1)), reluLayer('Name',nm(2)), ...
        convolution2dLayer(1,nc,'Name',nm{3}), averagePooling2dLayer(2,'Stride',2,'Name',nm{4})]);
    lg = connectLayers(lg,prev,nm(1));
    prev = nm(end);
end
fprintf('channels at the end: %d\n',nc);
lg = addLayers(lg,[globalAveragePooling2dLayer('Name','gap'), fullyConnectedLayer(numClasses,'Name','fc'), ...
    softmaxLayer('Name','sm'), classificationLayer('Name','co','Classes',classNames)]);
lg = connectLayers(lg,prev,'gap');
analyzeNetwork(lg)

imds = imageDatastore(dataRoot,'IncludeSubfolders',true,'LabelSource','foldernames');
imds.ReadFcn = @(fn) imresize(imread(fn),imageSize(1:2));
[tr,va] = splitEachLabel(imds,0.8,'randomize');
aug = imageDataAugmenter('RandRotation',[-180 180],'RandXReflection',true,'RandYReflection',true);
trA = augmentedImageDatastore(imageSize,tr,'DataAugmentation',aug);
opt = trainingOptions('sgdm','InitialLearnRate',0.1,'LearnRateSchedule','piecewise','LearnRateDropPeriod',20,'MaxEpochs',50,'MiniBatchSize',256,'ValidationData',va);
net = trainNetwork(trA,lg,opt);
