% grow a chain with while, then edit it
sz = [48,48,1]; n = 8; h = sz(1);
layers = [imageInputLayer(sz,'Name','data')];
while true
    layers = [ layers
        convolution2dLayer(3,n,'Padding','same','Name',['c' num2str(n)])
        reluLayer('Name',"relu"+n)
        maxPooling2dLayer(2,'Stride',2,'Name',"mp"+n) ];
    h = floor(h/2);
    n = bitshift(n,1);
    if h <= 6
        break
    end
    if n > 1000, continue, end
end
layers = [layers; fullyConnectedLayer(10,'Name','fc'); softmaxLayer('Name','sm'); classificationLayer('Name','out')];
lgraph = layerGraph(layers);
% all relus become swish
for i = 1:numel(lgraph.Layers)
    l = lgraph.Layers(i);
    if isa(l,'nnet.cnn.layer.ReLULayer')
        lgraph = replaceLayer(lgraph,l.Name,swishLayer('Name',strrep(l.Name,'relu','swish')));
    end
end
lgraph = replaceLayer(lgraph,'fc',[fullyConnectedLayer(3,'Name','new_fc','WeightLearnRateFactor',20);batchNormalizationLayer('Name','new_bn')]);
lgraph = removeLayers(lgraph,{'out'});
lgraph = addLayers(lgraph,pixelClassificationLayer('Name','out'));
lgraph = connectLayers(lgraph,'sm','out');
