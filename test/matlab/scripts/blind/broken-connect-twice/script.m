layers = [
    imageInputLayer([10 10 1],'Name','input')
    convolution2dLayer(3,4,'Padding','same','Name','conv_1')
    additionLayer(2,'Name','add')
    fullyConnectedLayer(2,'Name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','out')];
lgraph = layerGraph(layers);
lgraph = connectLayers(lgraph,'input','add/in2');
lgraph = connectLayers(lgraph,'conv_1','add/in1');
