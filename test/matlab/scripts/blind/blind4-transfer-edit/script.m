%% edit a network: cut the head, insert dropout, change learn rates
run_name = "exp_" + datestr(now,30);
base = [
    imageInputLayer([28 28 1],"Name","in")
    convolution2dLayer(3,8,"Padding","same","Name","c1")
    batchNormalizationLayer("Name","b1")
    reluLayer("Name","r1")
    maxPooling2dLayer(2,"Stride",2,"Name","p1")
    convolution2dLayer(3,16,"Padding","same","Name","c2")
    reluLayer("Name","r2")
    fullyConnectedLayer(10,"Name","fc10")
    softmaxLayer("Name","prob")
    classificationLayer("Name","output")];
base(2).WeightLearnRateFactor = 0;
base(2).Name = 'c1_frozen';
base(3) = [];
lgraph = layerGraph(base);
layersToRemove = {'fc10','prob','output'};
lgraph = removeLayers(lgraph,layersToRemove);
if exist('numClasses','var')~=1
    numClasses = 4;
end
head = [dropoutLayer(0.4)
        fullyConnectedLayer(numClasses,'Name','new_fc','WeightLearnRateFactor',10,'BiasLearnRateFactor',10)
        softmaxLayer
        classificationLayer];
lgraph = addLayers(lgraph,head);
lgraph = connectLayers(lgraph,'r2','dropout');
idx = find(arrayfun(@(l) isa(l,'nnet.cnn.layer.ReLULayer'),lgraph.Layers));
names = {lgraph.Layers(idx).Name};
for i = 1:numel(names)
    lgraph = replaceLayer(lgraph,names{i},[batchNormalizationLayer('Name',['bn_' names{i}]); leakyReluLayer(0.1,'Name',['l' names{i}])]);
end
lgraph = disconnectLayers(lgraph,'lr2','dropout');
lgraph = addLayers(lgraph,globalAveragePooling2dLayer('Name','gap'));
lgraph = connectLayers(lgraph,'lr2','gap');
lgraph = connectLayers(lgraph,'gap','dropout');
assert(numel(lgraph.Layers) == 13, 'unexpected number of layers: %d', numel(lgraph.Layers))
imds = imageDatastore('my_images','LabelSource','foldernames','IncludeSubfolders',true);
[tr,va] = splitEachLabel(imds,0.8,'randomized');
[net,info] = trainNetwork(tr,lgraph,trainingOptions('rmsprop','ValidationData',va,'ValidationFrequency',floor(numel(tr.Files)/32)));
writetable(struct2table(struct('acc',info.FinalValidationAccuracy)),run_name+".csv")
