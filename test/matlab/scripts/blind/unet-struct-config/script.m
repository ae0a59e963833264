cfg = getConfig();
lgraph = buildUnet(cfg);
fprintf('%d layers\n', numel(lgraph.Layers));

function cfg = getConfig()
cfg.inputSize = [32 32 1];
cfg.depth = 1;
cfg.base = 4;
cfg.classes = {'bg','fg'};
cfg.names = @(stage,kind) sprintf('%s-%d-%s', 'Stage', stage, kind);
end

function lgraph = buildUnet(cfg)
layers = imageInputLayer(cfg.inputSize,'Name','ImageInputLayer');
for s = 1:cfg.depth
    f = cfg.base * 2^(s-1);
    layers = [layers
        convolution2dLayer(3,f,'Padding',[1 1],'Name',cfg.names(s,'Conv'))
        reluLayer('Name',cfg.names(s,'ReLU'))
        maxPooling2dLayer(2,'Stride',2,'Name',cfg.names(s,'Pool'))]; %#ok<AGROW>
end
layers = [layers
    convolution2dLayer(3,cfg.base*2^cfg.depth,'Padding','same','Name','Bridge')];
for s = cfg.depth:-1:1
    f = cfg.base * 2^(s-1);
    layers = [layers
        transposedConv2dLayer(2,f,'Stride',2,'Name',cfg.names(s,'Up'),'BiasL2Factor',0)
        depthConcatenationLayer(2,'Name',cfg.names(s,'Cat'))]; %#ok<AGROW>
end
layers = [layers
    convolution2dLayer(1,numel(cfg.classes),'Name','Final')
    softmaxLayer('Name','Softmax')
    pixelClassificationLayer('Name','Seg','ClassNames',cfg.classes)];
lgraph = layerGraph(layers);
for s = 1:cfg.depth
    lgraph = connectLayers(lgraph,cfg.names(s,'ReLU'),[cfg.names(s,'Cat') '/in2']);
end
end
