%{
   Fault diagnosis from a spectrogram and from 12 features.
   Old layer graph first, then dlnetwork (R2024a).
%}
numClasses=numel(categories(TTrain));
imgSz=[32 24];chan=1;
featSz = 12; useBN = ~isempty(imgSz) && chan<2;
lgraph=layerGraph; % old way
blk = @(i,n)[convolution2dLayer([3,3],n,"Padding",'same','name',"conv"+i)
             reluLayer("name","relu"+i)];
imgBranch=[imageInputLayer([imgSz chan],'Name',"img",'Normalization',"rescale-symmetric");blk(1,8);blk(2,16)];
if useBN imgBranch=[imgBranch(1:3);batchNormalizationLayer(Name='bn');imgBranch(4:end)]; end
imgBranch=[imgBranch;globalAveragePooling2dLayer(Name="gap");flattenLayer(Name="flat")];
lgraph=addLayers(lgraph,imgBranch);
net=dlnetwork(lgraph,Initialize=false); clear lgraph
net=addLayers(net,[featureInputLayer(featSz,Name="feat")
  fullyConnectedLayer(16,Name="ffc")]);
net=addLayers(net,[concatenationLayer(1,2,Name="cat");
  dropoutLayer(.3,Name="do");  % regularisation
  fullyConnectedLayer(numClasses,Name="out");
  softmaxLayer(Name="prob")]);
net=connectLayers(net,"flat/out","cat/in1");
net=connectLayers(net,"ffc",'cat/in2');
opts=trainingOptions("adam",MaxEpochs=15,InitialLearnRate=3e-4, ...
  Metrics=["accuracy","fscore"],ValidationData=dsVal, ...
  Plots="none",Verbose=true);
net=trainnet(dsTrain,net,"crossentropy",opts);
scores=minibatchpredict(net,dsTest);
YTest=scores2label(scores,categories(TTrain));
