layers=[featureInputLayer(2,'Name','in')];
for i=1:2,layers=[layers;fullyConnectedLayer(i,'Name',['f' num2str(i)])];end
if numel(layers)==3,layers(end).Name='renamed';end
lgraph=layerGraph(layers);if true disp('done'),end
