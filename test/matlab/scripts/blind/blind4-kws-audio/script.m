ads = audioDatastore(fullfile(tempdir,'google_speech','train'),'IncludeSubfolders',true,'FileExtensions','.wav','LabelSource','foldernames');
commands = categorical(["yes","no","up","down","left","right","on","off","stop","go"]);
isCommand = ismember(ads.Labels,commands);
isUnknown = ~(isCommand|ismember(ads.Labels,"background"));
ads.Labels(isUnknown) = categorical("unknown");
adsTrain = subset(ads,isCommand|isUnknown);
adsTrain.Labels = removecats(adsTrain.Labels);
fs = 16e3; segmentDuration = 1; frameDuration = 0.025; hopDuration = 0.010;
segmentSamples = round(segmentDuration*fs);
frameSamples = round(frameDuration*fs);
hopSamples = round(hopDuration*fs);
overlapSamples = frameSamples - hopSamples;
numBands = 50;
numHops = ceil((segmentSamples-frameSamples)/hopSamples);   % 98
afe = audioFeatureExtractor('SampleRate',fs,'FFTLength',512,'Window',hann(frameSamples,"periodic"),'OverlapLength',overlapSamples,'barkSpectrum',true);
setExtractorParams(afe,"barkSpectrum",'NumBands',numBands,'WindowNormalization',false);

XTrain = [];
reset(adsTrain); k = 0;
while hasdata(adsTrain)
    x = read(adsTrain); k = k+1;
    XTrain(:,:,1,k) = log10(extract(afe,x)+1e-6);
end
YTrain = adsTrain.Labels;
classWeights = 1./countcats(YTrain);
classWeights = classWeights'/mean(classWeights);
numClasses = numel(categories(YTrain));
timePoolSize = ceil(numHops/8);
dropoutProb = 0.2; numF = 12;
layers = [
    imageInputLayer([numHops numBands])

    convolution2dLayer(3,numF,'Padding','same')
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer(3,'Stride',2,'Padding','same')

    convolution2dLayer(3,2*numF,'Padding','same')
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer(3,'Stride',2,'Padding','same')

    convolution2dLayer(3,4*numF,'Padding','same')
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer([timePoolSize,1])

    dropoutLayer(dropoutProb)
    fullyConnectedLayer(numClasses)
    softmaxLayer
    weightedClassificationLayer(classWeights)];
options = trainingOptions('adam','InitialLearnRate',3e-4,'MaxEpochs',25,'MiniBatchSize',128,'Shuffle','every-epoch');
trainedNet = trainNetwork(XTrain,YTrain,layers,options);
