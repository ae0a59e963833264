function lg = build_net(cfg)
lg = layerGraph(imageInputLayer(cfg.size,'Name','in'));
src = 'in';  nIn = cfg.size(3);
for i=1:numel(cfg.blocks)
    [lg,src] = res_block(lg,src,['res' num2str(i)],nIn,cfg.blocks(i).filters);
    nIn = cfg.blocks(i).filters;
end
lg = addLayers(lg,[globalAveragePooling2dLayer('Name','gap')
                   fullyConnectedLayer(cfg.nClass,'Name','fc')
                   softmaxLayer
                   classificationLayer]);
lg = connectLayers(lg,src,'gap');
