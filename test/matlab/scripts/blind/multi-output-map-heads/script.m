% multi-task network: one trunk, a head for each task
heads = containers.Map();
heads('mood')   = {7,'softmax'};
heads('age')    = {1,'softplus'};
heads('gender') = {2,'softmax'};
widths = containers.Map({'trunk1','trunk2'},[64 32]);
act = containers.Map('KeyType','char','ValueType','any');
act('softmax')  = @(n) softmaxLayer('Name',n);
act('softplus') = @(n) softplusLayer('Name',n);

layers = featureInputLayer(20,Normalization="zscore",Name="x");
for key = widths.keys
    k = key{1};
    layers = [layers; fullyConnectedLayer(widths(k),Name=k); tanhLayer(Name=strcat(k,'_act'))];
end
net = dlnetwork(layers,Initialize=false);
tasks = keys(heads);            % sorted
for i = 1:heads.Count
    task = tasks{i};
    h = heads(task);
    [n,kind] = h{:};
    if ~isKey(act,kind); error('no activation %s',kind); end
    make = act(kind);
    net = addLayers(net,[fullyConnectedLayer(n,Name=[task '_fc']); make([task '_out'])]);
    net = connectLayers(net,"trunk2_act",[task '_fc']);
end
net.OutputNames
net = initialize(net);
