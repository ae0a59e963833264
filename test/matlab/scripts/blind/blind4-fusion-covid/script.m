%% Multi-input: chest X-ray + clinical features  (answer to a question on MATLAB Answers)
imgs = imageDatastore('xray','IncludeSubfolders',true,'LabelSource','foldernames');
tab = readtable('clinical.xlsx');
feat = table2array(tab(:,{'age','temp','spo2','sex'}));
numFeatures = 4;
dsImg = transform(imgs,@(x) imresize(im2gray(x),[96 96]));
dsFeat = arrayDatastore(feat);
dsY = arrayDatastore(imgs.Labels);
dsTrain = combine(dsImg,dsFeat,dsY);
[h,w,c] = deal(96,96,1);
layers = [
    imageInputLayer([h w c],'Normalization','none','Name','images')
    convolution2dLayer(5,16,'Name','conv')
    reluLayer
    maxPooling2dLayer(2,'stride',2)
    fullyConnectedLayer(50)
    flattenLayer('name','flatten')
    concatenationLayer(1,2,'Name','cat')
    fullyConnectedLayer(3)
    softmaxLayer
    classificationLayer];
lgraph = layerGraph(layers);
featInput = [featureInputLayer(numFeatures,'Name','clinical') 
    fullyConnectedLayer(8)
    reluLayer()
    ];
lgraph = addLayers(lgraph, featInput);
lgraph = connectLayers(lgraph, lgraph.Layers(end).Name, 'cat/in2');
for L = ["relu" "relu_1"]
    disp(L + " present: " + any(strcmp({lgraph.Layers.Name},L)))
end
lgraph.Connections
options = trainingOptions('sgdm', ...
    'MaxEpochs',15, ...
    'InitialLearnRate',0.01, ...
    'Plots','training-progress', ...
    'ValidationPatience',Inf, ...
    'Verbose',0);
net = trainNetwork(dsTrain,lgraph,options);
