function lgraph = densenet(growth,depths)
%DENSENET small dense network
if nargin<2, depths=[2 3]; end
if nargin<1, growth=8; end
lgraph = layerGraph(imageInputLayer([32 32 3],'Name','data','Normalization','none'));
lgraph = append(lgraph,'data',[convolution2dLayer(3,2*growth,'Padding',1,'Name','conv0')]);
prev='conv0';
for b=1:numel(depths)
  for l=1:depths(b)
    tag=sprintf('b%dl%d',b,l);
    lgraph=append(lgraph,prev,[batchNormalizationLayer('Name',[tag '_bn']);reluLayer('Name',[tag '_relu']);convolution2dLayer(3,growth,'Padding','same','Name',[tag '_conv'])]);
    cat_name=[tag '_cat'];
    lgraph=addLayers(lgraph,depthConcatenationLayer(2,'Name',cat_name));
    lgraph=connectLayers(lgraph,prev,[cat_name '/in1']);
    lgraph=connectLayers(lgraph,[tag '_conv'],[cat_name,'/in2']);
    prev=cat_name;
  end
  if b~=numel(depths)
    lgraph=append(lgraph,prev,averagePooling2dLayer(2,'Stride',2,'Name',['t' int2str(b)]));
    prev=['t' int2str(b)];
  end
end
lgraph=append(lgraph,prev,[globalAveragePooling2dLayer('Name','gap'),fullyConnectedLayer(10,'Name','fc'),softmaxLayer('Name','prob'),classificationLayer('Name','cls')]);
end
function g=append(g,from,layers)
  g=addLayers(g,layers);
  g=connectLayers(g,from,layers(1).Name);
end
