layers = [
    featureInputLayer(3,'Name','in')
    fullyConnectedLayer(4,'Name','fc')
    reluLayer('Name','fc')];
lgraph = layerGraph(layers);
