%% Removal of noise from X-ray images; layers without names are found by their place
depth = 5; nf = 64; patch = 50; sigma = [0.01 0.1];
imds = imageDatastore('xray','FileExtensions',{'.png','.tif'});
if ~exist('seed','var'), seed = 3; end
rng(seed)
ds = denoisingImageDatastore(imds,'PatchesPerImage',64,'PatchSize',patch,'GaussianNoiseLevel',sigma,'ChannelFormat','grayscale');

g = layerGraph(imageInputLayer([patch patch 1],'Normalization','none'));
tail = g.Layers(1).Name;
first = tail;
d = 1;
while d < depth
    if d == 1
        unit = [convolution2dLayer(3,nf,'Padding','same','WeightsInitializer','he'); reluLayer];
    else
        unit = [convolution2dLayer(3,nf,'Padding','same','WeightsInitializer','he'); batchNormalizationLayer; reluLayer];
    end
    before = numel(g.Layers);
    g = addLayers(g,unit);
    g = connectLayers(g,tail,g.Layers(before+1).Name);
    tail = g.Layers(end).Name;
    d = d + 1;
end
g = addLayers(g,[convolution2dLayer(3,1,'Padding','same'); additionLayer(2); regressionLayer]);
n = numel(g.Layers);
g = connectLayers(g,tail,g.Layers(n-2).Name);
g = connectLayers(g,first,strcat(g.Layers(n-1).Name,'/in2'));
g.Connections

opts = trainingOptions('sgdm','Momentum',0.9,'InitialLearnRate',0.1,'LearnRateSchedule','piecewise','LearnRateDropPeriod',10, ...
    'GradientThresholdMethod','l2norm','GradientThreshold',0.005,'L2Regularization',1e-4,'MaxEpochs',30,'MiniBatchSize',128, ...
    'VerboseFrequency',500,'ExecutionEnvironment','gpu');
net = trainNetwork(ds,g,opts);
noisy = imnoise(im2double(imread('lung.png')),'gaussian',0,0.05^2);
clean = activations(net,noisy,g.Layers(n-1).Name);
montage({noisy,clean})
fprintf('PSNR %.2f dB, SSIM %.3f\n',psnr(clean,noisy),ssim(clean,noisy));
