% a class with varargin and an input parser builds attention into a chain
lgraph = layerGraph([sequenceInputLayer(12,'Name','in')
    lstmLayer(32,'OutputMode','sequence','Name','lstm')
    timeAttentionLayer(16,'Name','att')
    globalAveragePooling1dLayer('Name','gap')
    fullyConnectedLayer(4,'Name','fc')
    softmaxLayer('Name','soft')
    classificationLayer('Name','class')]);
