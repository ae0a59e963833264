% Semantic segmentation of the CamVid data with our own U-Net builder.
imds = imageDatastore(fullfile("data","images"));
classNames = ["sky" "building" "pole" "road" "pavement" "tree"];
labelIDs = 1:numel(classNames);
pxds = pixelLabelDatastore(fullfile("data","labels"),classNames,labelIDs);
tbl = countEachLabel(pxds);
imageFreq = tbl.PixelCount ./ tbl.ImagePixelCount;
classWeights = median(imageFreq) ./ imageFreq;

b = UNetBuilder([128 128 3],numel(classNames));
b.Depth = 2;
b.BaseFilters = 16;
lgraph = b.build();
lgraph = replaceLayer(lgraph,"labels",pixelClassificationLayer('Name','labels','Classes',tbl.Name,'ClassWeights',classWeights));
plot(lgraph)

pximds = pixelLabelImageDatastore(imds,pxds,"DataAugmentation",imageDataAugmenter('RandXReflection',true));
options = trainingOptions('sgdm','Momentum',0.9,'InitialLearnRate',1e-3, ...
    'MaxEpochs',100,'MiniBatchSize',4,'VerboseFrequency',2);
doTraining = false;
if doTraining
    [net,info] = trainNetwork(pximds,lgraph,options);
    save("unet_"+string(datetime("now","Format","yyyy-MM-dd"))+".mat","net");
else
    analyzeNetwork(lgraph)
end
