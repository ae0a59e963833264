lgraph = layerGraph([
    sequenceInputLayer(16,'Name','in')
    sinusoidalPositionEncodingLayer(16,'Name','pos')
    additionLayer(2,'Name','add')
    selfAttentionLayer(2,16,'Name','sa')
    embeddingConcatenationLayer('Name','cls')
    indexing1dLayer('first','Name','idx')
    preluLayer('Name','prelu')
    fullyConnectedLayer(3,'Name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','co')]);
lgraph = connectLayers(lgraph,'in','add/in2');
