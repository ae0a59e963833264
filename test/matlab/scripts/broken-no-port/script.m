lgraph = layerGraph([featureInputLayer(3,'Name','in'); fullyConnectedLayer(3,'Name','fc'); additionLayer(2,'Name','add')]);
lgraph = connectLayers(lgraph,'in','add');
