% lists of layers made with cellfun and arrayfun
tcn = arrayfun(@(i) convolution1dLayer(3,8,'Padding','causal','DilationFactor',2^(i-1),'Name',"c"+i),1:3,'UniformOutput',false);
lgraph = layerGraph(vertcat(sequenceInputLayer(4,'Name','seq'),tcn{:}));

kernels = [3 4 5 7 9 11];
use = mod(kernels,2)==1 & kernels < 10;
use(kernels==7) = false;
kernels = kernels(use);
tags = arrayfun(@(k) ['k_' num2str(k)],kernels,'UniformOutput',0);
branches = cellfun(@(k,t) convolution1dLayer(k,6,'Padding','same','Name',t),num2cell(kernels),tags,'UniformOutput',false);
for b = branches
    lgraph = addLayers(lgraph,b{1});
    lgraph = connectLayers(lgraph,tcn{end}.Name,b{:}.Name);
end
lgraph = addLayers(lgraph,[concatenationLayer(1,numel(tags),'Name','cat');fullyConnectedLayer(2,'Name','fc')]);
cellfun(@numel,tags);
for i=1:numel(tags)
    lgraph=connectLayers(lgraph,tags{i},['cat/in',num2str(i)]);
end
