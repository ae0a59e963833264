% the same script with the number given
s = load('config.mat');
numBlocks = s.numBlocks;
layers = featureInputLayer(5,'Name','in');
for i = 1:numBlocks
    layers = [layers; fullyConnectedLayer(5,'Name',"fc"+i)];
end
lgraph = layerGraph(layers);
