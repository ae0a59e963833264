%% Speech command recognition, R2023b style
dataset = getDatasetFolder();
ads = audioDatastore(dataset,IncludeSubfolders=true,FileExtensions=".wav",LabelSource="foldernames");
commands = categorical(["yes","no","up","down","left","right","on","off","stop","go"]);
background = categorical("background");
isCommand = ismember(ads.Labels,commands);
isUnknown = ~isCommand;
idx = isUnknown & rand(size(ads.Labels)) > 0.2;
ads.Labels(isUnknown) = categorical("unknown");
adsSub = subset(ads,isCommand | idx);
[adsTrain,adsVal] = splitEachLabel(adsSub,0.85);

% 98 hops of 10 ms, 50 bark bands
fs = 16e3;
segmentDuration = 1;
frameDuration = 0.025;
hopDuration   = 0.010;
numBands = 50;
segmentSamples = round(segmentDuration*fs);
frameSamples = round(frameDuration*fs);
hopSamples = round(hopDuration*fs);
overlapSamples = frameSamples - hopSamples;
numHops = floor((segmentSamples-frameSamples)/hopSamples) + 1;
afe = audioFeatureExtractor(SampleRate=fs,FFTLength=512,Window=hann(frameSamples,"periodic"), ...
    OverlapLength=overlapSamples,barkSpectrum=true);
setExtractorParameters(afe,"barkSpectrum",NumBands=numBands,WindowNormalization=false);
XTrain = extractAll(adsTrain,afe);
XVal   = extractAll(adsVal,afe);
TTrain = removecats(adsTrain.Labels);

classes = [string(commands), "unknown", string(background)];
numClasses = numel(classes);
timePoolSize = ceil(numHops/8);
dropoutProb = 0.2;
numF = 12;
layers = [
    imageInputLayer([numHops,numBands,1],Normalization="none")

    convolution2dLayer(3,numF,Padding="same")
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer(3,Stride=2,Padding="same")

    convolution2dLayer(3,2*numF,Padding="same")
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer(3,Stride=2,Padding="same")

    convolution2dLayer(3,4*numF,Padding="same")
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer(3,Stride=2,Padding="same")

    convolution2dLayer(3,4*numF,Padding="same")
    batchNormalizationLayer
    reluLayer
    maxPooling2dLayer([timePoolSize,1])
    dropoutLayer(dropoutProb)

    fullyConnectedLayer(numClasses)
    softmaxLayer];

lossFcn = @(Y,T) crossentropy(Y,T);
options = trainingOptions("adam", ...
    InitialLearnRate=3e-4, ...
    MaxEpochs=15, ...
    MiniBatchSize=128, ...
    Shuffle="every-epoch", ...
    ValidationData={XVal,adsVal.Labels}, ...
    ValidationFrequency=200, ...
    Metrics="accuracy", ...
    Plots="training-progress", ...
    Verbose=false);
trainedNet = trainnet(XTrain,TTrain,layers,lossFcn,options);
scores = minibatchpredict(trainedNet,XVal);
YVal = scores2label(scores,classes,"auto");
figure(Units="normalized",Position=[0.2,0.2,0.5,0.5])
cm = confusionchart(adsVal.Labels,YVal,Title="Validation",ColumnSummary="column-normalized");
sortClasses(cm,classes)

function X = extractAll(ads,afe)
    X = [];
    while hasdata(ads)
        x = read(ads);
        x = [zeros(floor((16e3-size(x,1))/2),1);x;zeros(ceil((16e3-size(x,1))/2),1)];
        X = cat(4,X,log10(extract(afe,x) + 1e-6));
    end
end
function d = getDatasetFolder()
    d = getenv("SPEECH_DATA");
    if strlength(d) == 0
        d = fullfile(tempdir,"google_speech");
    end
end
