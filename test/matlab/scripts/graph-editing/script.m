% every function that edits a graph
lgraph = layerGraph([
    imageInputLayer([8 8 1],'Name','in')
    convolution2dLayer(3,4,'Padding','same','Name','c1')
    reluLayer('Name','r1')
    convolution2dLayer(3,4,'Padding','same','Name','c2')
    reluLayer('Name','r2')
    dropoutLayer('Name','d')
    fullyConnectedLayer(3,'Name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','co')]);
lgraph = replaceLayer(lgraph,'r1',[batchNormalizationLayer('Name','bn'); leakyReluLayer('Name','lr')]);
lgraph = disconnectLayers(lgraph,'c2','r2');
lgraph = removeLayers(lgraph,{'d'});
lgraph = connectLayers(lgraph,'r2','fc');
lgraph = addLayers(lgraph,additionLayer(2,'Name','add'));
lgraph = connectLayers(lgraph,'c2','add/in1');
lgraph = connectLayers(lgraph,'lr','add/in2');
lgraph = connectLayers(lgraph,'add','r2');
newFc = fullyConnectedLayer(7,'Name','fc7');
lgraph = lgraph.replaceLayer('fc',newFc);
