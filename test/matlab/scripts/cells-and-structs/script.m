% parameters in structs, blocks in cells
params.numBlocks = 2;
params.filters = [8 16];
params.opts = struct('Padding','same','Stride',1);
field = 'filters';
cfg(1).name = "first";
cfg(2).name = "second";
cfg(2).size = 5;
blocks = cell(1,params.numBlocks);
for i = 1:params.numBlocks
    args = {'Padding',params.opts.Padding,'Name',char(cfg(i).name)};
    blocks{i} = [convolution2dLayer(3,params.(field)(i),args{:})
                 reluLayer('Name',cfg(i).name + "_relu")];
end
blocks{end+1} = fullyConnectedLayer(cfg(2).size,'Name','fc');
if isfield(params,'missing') || isempty(cfg(1).size)
    tail = [softmaxLayer('Name','sm');classificationLayer('Name','co')];
end
layers = [imageInputLayer([8 8 1],'Name','in'); blocks{:}; tail];
lgraph = layerGraph(layers);
names = {lgraph.Layers.Name};
last = lgraph.Layers(end).Name;
n = numel(names);
