lgraph = layerGraph([featureInputLayer(3,'Name','in'); fullyConnectedLayer(4,'Name','fc')]);

lgraph = connectLayers(lgraph,'fc','addd/in2');
