clc; clear
numBlocks = 3;
lgraph = layerGraph(imageInputLayer([32 32 3],'Name','input'));
last = 'input';
for i=1:numBlocks
    blk = [convolution2dLayer(3,16*i,'Padding','same','Name',['conv' num2str(i)])
           batchNormalizationLayer('Name','bn')
           reluLayer('Name',['relu' num2str(i)])];
    lgraph = addLayers(lgraph,blk);
    lgraph = connectLayers(lgraph,last,['conv' num2str(i)]);
    last = ['relu' num2str(i)];
end
lgraph = addLayers(lgraph,[fullyConnectedLayer(10,'Name','fc');softmaxLayer('Name','sm');classificationLayer('Name','c')]);
lgraph = connectLayers(lgraph,last,'fc');
