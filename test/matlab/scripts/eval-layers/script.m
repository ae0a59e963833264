% a layer chosen by the name of its type
types = ["lstm" "gru" "bilstm"];
units = 10;
layers = sequenceInputLayer(3,Name="in");
for k = 1:numel(types)
    layers = [layers; eval(types(k) + "Layer(" + units*k + ",Name=""" + types(k) + """)")];
end
f = str2func('reluLayer');
layers = [layers; f('Name','r')];
lgraph = layerGraph(layers);
