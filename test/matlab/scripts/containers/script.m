% maps, dictionaries of names, validators, string functions
m = containers.Map();
m('relu') = 3;
m('tanh') = 5;
k = keys(m);
layers = featureInputLayer(1,'Name','in');
for i = 1:m.Count
    layers = [layers; fullyConnectedLayer(m(k{i}),'Name',[k{i} '_fc'])];
end
if isKey(m,'relu') && isa(layers,'nnet.cnn.layer.Layer') && ischar('x') && isstring("x")
    layers = [layers; reluLayer('Name','yes')];
end
parts = strsplit('a,b,c',',');
layers = [layers; fullyConnectedLayer(numel(parts),'Name',lower('ABC'))];
lgraph = layerGraph(layers);
