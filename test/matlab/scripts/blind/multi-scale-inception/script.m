% parallel branches joined by depth concatenation, layers given as cell of branches
in_ch = 16;
net = layerGraph(imageInputLayer([24 24 in_ch],'Name','input','Normalization','none'));
branches = {[1], [1 3], [1 5]};
outs = strings(1,0);
for k = 1:length(branches)
    ks = branches{k};
    src = "input";
    for j = 1:length(ks)
        nm = "b" + k + "_" + j;
        net = addLayers(net, convolution2dLayer(ks(j), 8*k, 'Padding','same','Name',nm));
        net = connectLayers(net, src, nm);
        src = nm;
    end
    outs(end+1) = src;
end
net = addLayers(net, [depthConcatenationLayer(numel(outs),'Name','concat'), reluLayer('Name','relu')]);
for k = 1:numel(outs)
    net = connectLayers(net, outs(k), "concat/in" + k);
end
assert(numel(net.Layers) == 8)
