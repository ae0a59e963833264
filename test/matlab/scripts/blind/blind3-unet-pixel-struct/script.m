% Crack segmentation in concrete, small U-Net
% 2020-11, getestet mit R2020a
function varargout = crackUnet(mode)
if nargin < 1
    mode = 'build';
end
S.imageSize = [96 128 3];
S.depth     = 3;
S.first     = 16;
S.classes   = ["background" "crack"];
S.weights   = [0.25 4];
switch lower(mode)
    case {'build','plot'}
        lgraph = makeUnet(S);
        if strcmpi(mode,'plot'), figure; plot(lgraph); end
        varargout{1} = lgraph;
    case 'train'
        lgraph = makeUnet(S);
        imds = imageDatastore('images');
        pxds = pixelLabelDatastore('labels',S.classes,[0 255]);
        ds = combine(imds,pxds);
        ds = transform(ds,@(d) {imresize(d{1},S.imageSize(1:2)), imresize(d{2},S.imageSize(1:2),'nearest')});
        opts = trainingOptions('sgdm','InitialLearnRate',0.02,'Momentum',0.9,'MaxEpochs',80,'MiniBatchSize',8, ...
            'GradientThresholdMethod','global-l2norm','GradientThreshold',5e-2,'L2Regularization',1e-3,'Shuffle','every-epoch');
        net = trainNetwork(ds,lgraph,opts);
        varargout = {net,lgraph};
    otherwise
        error('crackUnet:mode','Mode %s is not known',mode);
end
end

function lgraph = makeUnet(S)
lgraph = layerGraph(imageInputLayer(S.imageSize,'Name','ImageInput'));
prev = 'ImageInput';
skips = cell(1,S.depth);
for d = 1:S.depth
    n = S.first*2^(d-1);
    pre = ['Enc' num2str(d) '_'];
    lgraph = append(lgraph,doubleConv(pre,n),prev);
    skips{d} = [pre 'relu2'];
    lgraph = append(lgraph,maxPooling2dLayer(2,'Stride',2,'Name',[pre 'pool']),skips{d});
    prev = [pre 'pool'];
end
lgraph = append(lgraph,[doubleConv('Mid_',S.first*2^S.depth); dropoutLayer(0.5,'Name','Mid_drop')],prev);
prev = 'Mid_drop';
for d = S.depth:-1:1
    n = S.first*2^(d-1);
    pre = ['Dec' num2str(d) '_'];
    up = [transposedConv2dLayer(2,n,'Stride',2,'BiasL2Factor',0,'Name',[pre 'up'])
          depthConcatenationLayer(2,'Name',[pre 'cat'])
          doubleConv(pre,n)];
    lgraph = append(lgraph,up,prev);
    lgraph = connectLayers(lgraph,skips{d},[pre 'cat/in2']);
    prev = [pre 'relu2'];
end
tail = [convolution2dLayer(1,numel(S.classes),'Name','Final')
        softmaxLayer('Name','Softmax')
        pixelClassificationLayer('Name','Pixels','ClassNames',S.classes,'ClassWeights',S.weights)];
lgraph = append(lgraph,tail,prev);
end

function L = doubleConv(pre,n)
L = [convolution2dLayer(3,n,'Padding',1,'WeightsInitializer','he','Name',[pre 'conv1'])
     reluLayer('Name',[pre 'relu1'])
     convolution2dLayer(3,n,'Padding',1,'WeightsInitializer','he','Name',[pre 'conv2'])
     reluLayer('Name',[pre 'relu2'])];
end

function lgraph = append(lgraph,L,from)
lgraph = addLayers(lgraph,L);
lgraph = connectLayers(lgraph,from,L(1).Name);
end
