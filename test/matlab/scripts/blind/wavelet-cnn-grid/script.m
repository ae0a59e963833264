% networks for a grid of settings, kept in a cell and a struct array
wavelets = {'haar','db2'};
sizes = [3 5];
results = struct('name',{},'graph',{});
for w = 1:numel(wavelets)
    for s = sizes
        layers = [imageInputLayer([8 8 1],'Name','in')
                  convolution2dLayer(s,4,'Name',sprintf('%s_%d',wavelets{w},s))
                  reluLayer('Name','r')];
        results(end+1).name = [wavelets{w} '-' num2str(s)]; %#ok<SAGROW>
        results(end).graph = layerGraph(layers);
    end
end
best = results(3);
lgraph = best.graph;
clear results
