% an unknown condition takes the branch that builds more
useDropout = load('flags.mat').useDropout;
layers = [featureInputLayer(5,'Name','in'); fullyConnectedLayer(5,'Name','fc')];
if useDropout
    layers = [layers; dropoutLayer('Name','drop')];
end
layers = [layers; softmaxLayer('Name','sm'); classificationLayer('Name','co')];
lgraph = layerGraph(layers);
