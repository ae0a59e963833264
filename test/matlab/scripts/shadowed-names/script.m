% variables named like functions, functions named like variables
size = [1 2 3];
n = size(2);
conv = reluLayer('Name','conv');
layers = featureInputLayer(n,'Name','in');
layers = [layers; conv];
net = layerGraph(layers);
i = 5;
for i = 1
    net = addLayers(net,tanhLayer('Name',"t"+i));
end
net = connectLayers(net,'conv',"t"+i);
e = exist('nothing','var') + exist('net','var');
if e == 1
    net = addLayers(net,eluLayer('Name','last'));
    net = connectLayers(net,'t1','last');
end
