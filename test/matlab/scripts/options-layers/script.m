% every option that scripts give to layers, in their spellings
layers = [
    imageInputLayer([32 32 3],"Name","img","Normalization","rescale-symmetric")
    convolution2dLayer([3 5],8,'name','c1','stride',[2 1],'padding',[1 1 2 2],'DilationFactor',1,'BiasL2Factor',1,'BiasLearnRateFactor',2,'WeightsInitializer','narrow-normal','NumChannels',3)
    batchNormalizationLayer('Epsilon',1e-4,'ScaleInitializer','ones','OffsetInitializer','zeros','name','bn')
    crossChannelNormalizationLayer(5,'Name','lrn')
    groupedConvolution2dLayer(3,1,'channel-wise','Padding','same','WeightsInitializer','he','BiasLearnRateFactor',0,'Name','dw')
    clippedReluLayer(6,'Name','clip')
    maxPooling2dLayer([2 2],'stride',[2 2],'Padding','same','Name','mp')
    eluLayer(0.5,'Name','elu')
    averagePooling2dLayer([2 2],'stride',2,'Name','ap')
    instanceNormalizationLayer('Name','inorm')
    groupNormalizationLayer(4,'Name','gn')
    transposedConv2dLayer(3,4,'Stride',2,'Cropping','same','BiasL2Factor',0,'Name','up')
    softplusLayer('Name','sp')
    swishLayer('Name','sw')
    scalingLayer('Name','sc','Scale',2,'Bias',-1)
    fullyConnectedLayer(10,'WeightLearnRateFactor',10,'BiasLearnRateFactor',20,'WeightsInitializer','orthogonal','name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','co')];
lgraph = layerGraph(layers);
