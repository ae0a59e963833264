% layers addressed by their place in the graph
lgraph = layerGraph([featureInputLayer(6,'Name','in'); fullyConnectedLayer(6,'Name','h1'); reluLayer('Name','r1'); fullyConnectedLayer(6,'Name','h2'); additionLayer(2,'Name','sum')]);
lgraph = connectLayers(lgraph,lgraph.Layers(1).Name,[lgraph.Layers(end).Name '/in2']);
n = numel(lgraph.Layers);
names = arrayfun(@(l) string(l.Name),lgraph.Layers);
isFc = startsWith(names,"h");
for k = find(isFc)'
    fc = lgraph.Layers(k);
    fc.BiasLearnRateFactor = 0;
    lgraph = replaceLayer(lgraph,fc.Name,fc);
end
tf = height(lgraph.Connections) == 5;
if tf && any(strcmp({lgraph.Layers.Name},'sum'))
    lgraph = addLayers(lgraph,softmaxLayer('Name','sm'));
    lgraph = connectLayers(lgraph,'sum','sm');
end
