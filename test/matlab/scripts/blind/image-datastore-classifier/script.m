digitDatasetPath = fullfile(matlabroot,'toolbox','nnet','nndemos', ...
    'nndatasets','DigitDataset');
imds = imageDatastore(digitDatasetPath, ...
    'IncludeSubfolders',true,'LabelSource','foldernames');
labelCount = countEachLabel(imds)
img = readimage(imds,1);
size(img)
numTrainFiles = 750;
[imdsTrain,imdsValidation] = splitEachLabel(imds,numTrainFiles,'randomize');
numClasses = numel(categories(imdsTrain.Labels));
inputSize = [28 28 1];
layers = [
    imageInputLayer(inputSize)
    
    convolution2dLayer(3,8,'Padding','same')
    batchNormalizationLayer
    reluLayer
    
    maxPooling2dLayer(2,'Stride',2)
    
    fullyConnectedLayer(numClasses)
    softmaxLayer
    classificationLayer];
augimdsTrain = augmentedImageDatastore(inputSize(1:2),imdsTrain);
options = trainingOptions('sgdm', 'InitialLearnRate',0.01, 'MaxEpochs',4, 'Shuffle','every-epoch', 'ValidationData',imdsValidation, 'ValidationFrequency',30, 'Verbose',false, 'Plots','training-progress');
net = trainNetwork(augimdsTrain,layers,options);
