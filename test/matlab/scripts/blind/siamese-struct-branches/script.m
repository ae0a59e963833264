%% two stream network, settings of the streams in a struct
streams = struct('name',{'rgb','depth'},'ch',{3,1},'filters',{[8 16],[4 8]},'k',{3,5});
lgraph = layerGraph;
for s = streams            % goes over the columns
    L = imageInputLayer([32 32 s.ch],'Name',[s.name '_in'],'Normalization','none');
    for j = 1 : numel( s.filters )
        sfx = num2str( j );
        L = [ L ;
              convolution2dLayer( s.k , s.filters( j ) , 'Padding' , ( s.k - 1 )/2 , 'Name' , [ s.name '_c' sfx ] ) ;
              batchNormalizationLayer( 'Name' , [ s.name '_bn' sfx ] ) ;
              reluLayer( 'Name' , [ s.name '_a' sfx ] ) ;
              maxPooling2dLayer( 2 , 'Stride' , 2 , 'Name' , [ s.name '_mp' sfx ] ) ] ;
    end
    lgraph = addLayers(lgraph,L);
end
lgraph = addLayers(lgraph,[ ...
    depthConcatenationLayer(numel(streams),'Name','fuse')
    fullyConnectedLayer(64,'Name','fc6','WeightsInitializer','he')
    leakyReluLayer(0.1,'Name','relu6')
    fullyConnectedLayer(10,'Name','fc7')]);
for i=1:length(streams)
    lgraph = connectLayers(lgraph, ...
        [streams(i).name '_mp' num2str(numel(streams(i).filters))], ...
        ['fuse/in' num2str(i)]);
end
dlnet = dlnetwork(lgraph);
% training loop is in trainSiamese.m
% [loss,grad] = dlfeval(@modelGradients,dlnet,X1,X2,pairLabels);
