% functions in other files of the folder, one of which shadows a built-in
addpath(genpath('helpers'))
layers = [sequenceInputLayer(4,Name="in"), myBlock(8,"a"), myBlock(16,"b"), maeRegressionLayer('mae')];
layers = swishLayer(layers);
lgraph = layerGraph(layers);
