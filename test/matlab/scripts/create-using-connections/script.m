lgraph = layerGraph([featureInputLayer(2,'Name','in'); fullyConnectedLayer(2,'Name','a'); additionLayer(2,'Name','add'); reluLayer('Name','r')]);
lgraph = connectLayers(lgraph,'in','add/in2');
layers = lgraph.Layers;
connections = lgraph.Connections;
layers(2) = setLearnRateFactor(layers(2),'Weights',0);
frozen = createLgraphUsingConnections(layers,connections);
