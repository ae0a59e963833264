% a U-Net written with loops, names by sprintf and num2str
encoderDepth = 2;
numClasses = 3;
filters = 8;
lgraph = layerGraph(imageInputLayer([64 64 1],'Name','in','Normalization','none'));
last = 'in';
for d = 1:encoderDepth
    n = filters*2^(d-1);
    block = [
        convolution2dLayer(3,n,'Padding','same','Name',sprintf('enc%d_conv',d),'WeightsInitializer','he')
        reluLayer('Name',['enc' num2str(d) '_relu'])
        ];
    lgraph = addLayers(lgraph,block);
    lgraph = connectLayers(lgraph,last,sprintf('enc%d_conv',d));
    lgraph = addLayers(lgraph,maxPooling2dLayer(2,'Stride',2,'Name',sprintf('enc%d_pool',d)));
    lgraph = connectLayers(lgraph,['enc' num2str(d) '_relu'],sprintf('enc%d_pool',d));
    last = sprintf('enc%d_pool',d);
end
lgraph = addLayers(lgraph,[convolution2dLayer(3,filters*2^encoderDepth,'Padding','same','Name','bridge_conv'); reluLayer('Name','bridge_relu'); dropoutLayer('Name','bridge_drop')]);
lgraph = connectLayers(lgraph,last,'bridge_conv');
last = 'bridge_drop';
for d = encoderDepth:-1:1
    n = filters*2^(d-1);
    name = @(s) sprintf('dec%d_%s',d,s);
    lgraph = addLayers(lgraph,transposedConv2dLayer(2,n,'Stride',2,'Name',name('up')));
    lgraph = connectLayers(lgraph,last,name('up'));
    lgraph = addLayers(lgraph,depthConcatenationLayer(2,'Name',name('cat')));
    lgraph = connectLayers(lgraph,name('up'),[name('cat') '/in1']);
    lgraph = connectLayers(lgraph,sprintf('enc%d_relu',d),[name('cat') '/in2']);
    lgraph = addLayers(lgraph,[
        convolution2dLayer(3,n,'Padding','same','Name',name('conv'))
        reluLayer('Name',name('relu'))]);
    lgraph = connectLayers(lgraph,name('cat'),name('conv'));
    last = name('relu');
end
lgraph = addLayers(lgraph,[
    convolution2dLayer(1,numClasses,'Name','final')
    softmaxLayer('Name','softmax')
    pixelClassificationLayer('Name','pixels','Classes',{'a','b','c'},'ClassWeights',[1 2 3])]);
lgraph = connectLayers(lgraph,last,'final');
analyzeNetwork(lgraph)
