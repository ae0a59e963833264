% rebuilds a graph from its layers and connections, as the helper for frozen layers does
lgraph = layerGraph([featureInputLayer(2,'Name','in'); fullyConnectedLayer(2,'Name','a'); additionLayer(2,'Name','add'); reluLayer('Name','r')]);
lgraph = connectLayers(lgraph,'in','add/in2');
layers = lgraph.Layers;
connections = lgraph.Connections;
for ii = 1:size(layers,1)
    props = properties(layers(ii));
    if isprop(layers(ii),'WeightLearnRateFactor')
        layers(ii).WeightLearnRateFactor = 0;
    end
end
layers(2).Name = 'b';
for c = 1:height(connections)
    connections.Source{c} = strrep(connections.Source{c},'a','b');
end
connections.Source{1} = 'in';
lgraph2 = layerGraph();
for i = 1:numel(layers)
    lgraph2 = addLayers(lgraph2,layers(i));
end
lgraph2 = connectLayers(lgraph2,'in','b');
lgraph2 = connectLayers(lgraph2,'b','add/in1');
lgraph2 = connectLayers(lgraph2,'in','add/in2');
lgraph2 = connectLayers(lgraph2,'add','r');
