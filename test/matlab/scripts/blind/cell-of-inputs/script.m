% two branches of one input made by cellfun and vertcat
fs = [3 5 7];
blocks = arrayfun(@(f) [convolution1dLayer(f,4,'Padding','same','Name',sprintf('c%d',f)); reluLayer('Name',sprintf('r%d',f))], fs, 'UniformOutput', false);
lgraph = layerGraph(sequenceInputLayer(3,'Name','in'));
cellfun(@(b) numel(b), blocks)
for k = 1:numel(blocks)
    lgraph = addLayers(lgraph,blocks{k});
    lgraph = connectLayers(lgraph,'in',blocks{k}(1).Name);
end
lgraph = addLayers(lgraph,vertcat(concatenationLayer(1,3,'Name','cat'),fullyConnectedLayer(2,'Name','fc')));
for k = 1:3
    lgraph = connectLayers(lgraph,blocks{k}(end).Name,['cat/in' char('0'+k)]);
end
