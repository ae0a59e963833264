% Classify review text using a convolutional neural network with n-gram branches
filename = "weatherReports.csv";
data = readtable(filename,'TextType','string');
idxEmpty = strlength(data.event_narrative) == 0;
data(idxEmpty,:) = [];
cvp = cvpartition(data.event_type,'Holdout',0.1);
dataTrain = data(training(cvp),:);
documentsTrain = preprocessText(dataTrain.event_narrative);
enc = wordEncoding(documentsTrain);
XTrain = doc2sequence(enc,documentsTrain,'Length',75);
classNames = categories(categorical(dataTrain.event_type));

numFeatures = 1; minLength = 75;
embeddingDimension = 100;
ngramLengths = [2 3 4 5];
numWords = 5000;       % enc.NumWords
numClasses = 39;       % numel(classNames)
numFilters = 200;

layers = [
    sequenceInputLayer(numFeatures,'MinLength',minLength)
    wordEmbeddingLayer(embeddingDimension,numWords,'Name','emb')];
lgraph = layerGraph(layers);
nB = length(ngramLengths);
for j = 1:nB
    N = ngramLengths(j);
    block = [
        convolution1dLayer(N,numFilters,'Name',"conv"+N,'Padding','same')
        batchNormalizationLayer('Name',"bn"+N)
        reluLayer('Name',"relu"+N)
        dropoutLayer(0.2,'Name',"drop"+N)
        globalMaxPooling1dLayer('Name',"max"+N)];
    lgraph = addLayers(lgraph,block);
    lgraph = connectLayers(lgraph,'emb',"conv"+N);
end
layers = [
    concatenationLayer(1,nB,'Name','cat')
    fullyConnectedLayer(numClasses,'Name','fc')
    softmaxLayer('Name','soft')
    classificationLayer('Name','classification','Classes','auto')];
lgraph = addLayers(lgraph,layers);
for j = 1:nB
    lgraph = connectLayers(lgraph,"max"+ngramLengths(j),['cat/in' int2str(j)]);
end
options = trainingOptions('adam','MiniBatchSize',128,'ValidationData',{XTrain(1:10),dataTrain.event_type(1:10)},'OutputNetwork','best-validation-loss','Plots','training-progress','Verbose',false);
net = trainNetwork(XTrain,categorical(dataTrain.event_type),lgraph,options);

function documents = preprocessText(textData)
documents = tokenizedDocument(textData);
documents = lower(documents);
documents = erasePunctuation(documents);
documents = removeStopWords(documents);
end
