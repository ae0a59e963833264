lgraph = layerGraph([
    imageInputLayer([16 16 1],'Name','in')
    maxPooling2dLayer(2,'Stride',2,'HasUnpoolingOutputs',true,'Name','mp')
    convolution2dLayer(3,1,'Padding','same','Name','c')
    maxUnpooling2dLayer('Name','un')
    crop2dLayer('centercrop','Name','crop')
    regressionLayer('Name','out')]);
lgraph = connectLayers(lgraph,'mp/indices','un/indices');
lgraph = connectLayers(lgraph,'mp/size','un/size');
lgraph = connectLayers(lgraph,'in','crop/ref');
