lgraph = layerGraph([
    sequenceInputLayer(4,'Normalization','zerocenter','MinLength',10,'name','seq')
    convolution1dLayer(5,8,'Stride',2,'padding','causal','DilationFactor',1,'WeightsInitializer','he','BiasInitializer','narrow-normal','PaddingValue',0,'Name','c')
    layerNormalizationLayer('Epsilon',1e-6,'Name','ln')
    maxPooling1dLayer(2,'Stride',2,'Padding','same','Name','mp')
    averagePooling1dLayer(3,'Padding',[1 1],'Name','ap')
    lstmLayer(16,'Outputmode','sequence','Name','l1')
    gruLayer(12,'OutputMode','sequence','InputWeightsInitializer','he','RecurrentWeightsInitializer','glorot','Name','g')
    bilstmLayer(8,'OutputMode','last','RecurrentweightsInitializer','he','name','b')
    fullyConnectedLayer(1,'name','fc')
    regressionLayer('name','out')]);
