%% One backbone, two heads: angle of rotation and class of the sign
clear variables
[XTrain,T1Train,T2Train] = digitTrain4DArrayData;
dsX  = arrayDatastore(XTrain,IterationDimension=4);
dsT1 = arrayDatastore(T1Train);
dsT2 = arrayDatastore(T2Train);
dsTrain = combine(dsX,dsT1,dsT2);
classNames = string(0:9);
numClasses = numel(classNames);
numResponses = 1;

settings.conv1 = {5,16,'Padding','same','Name','conv1'};
settings.conv2 = {3,32,'Padding','same','Stride',2,'Name','conv2'};
settings.conv3 = {3,32,'Padding','same','Name','conv3'};
settings.skip  = {1,32,'Stride',2,'Name','convskip'};
heads = {'class',numClasses,true; 'angle',numResponses,false};

lg = layerGraph([
    imageInputLayer([28 28 1],'Normalization','none','Name','in')
    convolution2dLayer(settings.conv1{:})
    batchNormalizationLayer('Name','bn1')
    reluLayer('Name','relu1')
    convolution2dLayer(settings.conv2{:})
    batchNormalizationLayer('Name','bn2')
    reluLayer('Name','relu2')
    convolution2dLayer(settings.conv3{:})
    batchNormalizationLayer('Name','bn3')
    reluLayer('Name','relu3')
    additionLayer(2,'Name','addition')]);
lg = addLayers(lg,[convolution2dLayer(settings.skip{:}); batchNormalizationLayer('Name','bnskip'); reluLayer('Name','reluskip')]);
lg = connectLayers(lg,'relu1','convskip');
lg = connectLayers(lg,'reluskip','addition/in2');
for h = heads'
    [tag,width,isClass] = h{:};
    L = fullyConnectedLayer(width,'Name',['fc_' tag]);
    if isClass
        L = [L; softmaxLayer('Name',[upper(tag(1)) tag(2:end)])];
    end
    lg = addLayers(lg,L);
    lg = connectLayers(lg,'addition',L(1).Name);
end
net = dlnetwork(lg,'OutputNames',{'Class','fc_angle'});

numEpochs = 30; miniBatchSize = 128;
mbq = minibatchqueue(dsTrain,MiniBatchSize=miniBatchSize,MiniBatchFcn=@preprocess,MiniBatchFormat=["SSCB" "" ""]);
trailingAvg = []; trailingAvgSq = []; iteration = 0; lossHistory = [];
for epoch = 1:numEpochs
    shuffle(mbq);
    while hasdata(mbq)
        iteration = iteration + 1;
        [X,T1,T2] = next(mbq);
        [loss,gradients,state] = dlfeval(@modelLoss,net,X,T1,T2);
        net.State = state;
        [net,trailingAvg,trailingAvgSq] = adamupdate(net,gradients,trailingAvg,trailingAvgSq,iteration);
        lossHistory(end+1) = double(loss); %#ok<SAGROW>
    end
end
semilogy(lossHistory)

function [loss,gradients,state] = modelLoss(net,X,T1,T2)
[Y1,Y2,state] = forward(net,X,Outputs=["Class" "fc_angle"]);
loss = crossentropy(Y1,T1) + 0.1*mse(Y2,T2);
gradients = dlgradient(loss,net.Learnables);
end
function [X,T1,T2] = preprocess(X,T1,T2)
X = cat(4,X{:});
T1 = onehotencode(cat(2,T1{:}),1);
T2 = cat(2,T2{:});
end
