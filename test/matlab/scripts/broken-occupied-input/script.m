lgraph = layerGraph([featureInputLayer(3,'Name','in'); fullyConnectedLayer(4,'Name','fc'); reluLayer('Name','relu')]);
lgraph = addLayers(lgraph,fullyConnectedLayer(4,'Name','other'));
lgraph = connectLayers(lgraph,'in','other');
lgraph = connectLayers(lgraph,'other','relu');
