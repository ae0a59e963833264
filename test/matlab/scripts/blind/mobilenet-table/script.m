% Inverted residual network built from a table of settings
%      t   c   n  s
cfg = [1   8   1  1      % stage 1
       6  12   2  2      % stage 2

       6  16   1  2 ];   % stage 3
T = array2table(cfg,'VariableNames',{'t','c','n','s'});
inputSize=[96 96 3]; numClasses = 5;
net = dlnetwork;
net = addLayers(net,[imageInputLayer(inputSize,"Name","image_input","Normalization","zscore")
    convolution2dLayer([3 3],16,"Name","Conv1","Padding","same","Stride",[2 2],"BiasLearnRateFactor",0)
    batchNormalizationLayer("Name","bn_Conv1","Epsilon",0.001)
    clippedReluLayer(6,"Name","Conv1_relu")]);
prev = "Conv1_relu"; inCh = 16; blockId = 0;
for r = 1:height(T)
    t = T.t(r); c = T.c(r); n = T{r,'n'}; s = T.s(r);
    for i = 1:n
        stride = s; if i > 1, stride = 1; end
        [net,prev] = invertedResidual(net,prev,blockId,t,inCh,c,stride);
        inCh = c;
        blockId = blockId+1;
    end
end
tail = [globalAveragePooling2dLayer("Name","gap")
        fullyConnectedLayer(numClasses,"Name","Logits","WeightLearnRateFactor",10,"BiasLearnRateFactor",10)
        softmaxLayer("Name","prob")];
net = addLayers(net,tail);
net = connectLayers(net,prev,"gap");
net = initialize(net);
analyzeNetwork(net)

function [net,outName] = invertedResidual(net,inName,id,t,cIn,cOut,stride)
p = "block_" + string(id) + "_";
block = [];
if t ~= 1
    block = [convolution2dLayer(1,t*cIn,"Name",p+"expand")
             batchNormalizationLayer("Name",p+"expand_BN","Epsilon",1e-3)
             clippedReluLayer(6,"Name",p+"expand_relu")];
end
block = [block
    groupedConvolution2dLayer(3,1,"channel-wise","Stride",stride,"Padding","same","Name",p+"depthwise")
    batchNormalizationLayer("Name",p+"depthwise_BN","Epsilon",1e-3)
    clippedReluLayer(6,"Name",p+"depthwise_relu")
    convolution2dLayer(1,cOut,"Name",p+"project")
    batchNormalizationLayer("Name",p+"project_BN","Epsilon",1e-3)];
outName = p+"project_BN";
isRes = (stride == 1) && (cIn == cOut);
if isRes
    block(end+1) = additionLayer(2,"Name",p+"add");
    outName = p + "add";
end
net = addLayers(net,block);
net = connectLayers(net,inName,block(1).Name);
if isRes, net = connectLayers(net,inName,outName+"/in2"); end
end
