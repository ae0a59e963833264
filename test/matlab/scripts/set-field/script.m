params = struct('numBlocks',1,'width',8);
params.depth = 2;
layers = featureInputLayer(3,'Name','in');
for i = 1:params.numBlocks
    for d = 1:params.depth
        layers = [layers; fullyConnectedLayer(params.width,'Name',sprintf('b%d_%d',i,d))];
    end
end
lgraph = layerGraph(layers);
