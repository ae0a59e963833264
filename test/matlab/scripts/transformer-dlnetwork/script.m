% an encoder block with self-attention, as a dlnetwork
numChannels = 32; numHeads = 4; maxPosition = 128;
net = dlnetwork;
layers = [
    sequenceInputLayer(8,Name="input")
    fullyConnectedLayer(numChannels,Name="embed")
    positionEmbeddingLayer(numChannels,maxPosition,Name="pos-emb")
    additionLayer(2,Name="add")
    selfAttentionLayer(numHeads,numChannels,AttentionMask="causal",Name="attn")
    additionLayer(2,Name="add-attn")
    layerNormalizationLayer(Name="norm1")
    fullyConnectedLayer(4*numChannels,Name="ffn1")
    geluLayer(Name="gelu")
    fullyConnectedLayer(numChannels,Name="ffn2")
    additionLayer(2,Name="add-ffn")
    layerNormalizationLayer(Name="norm2")
    indexing1dLayer("last",Name="last")
    fullyConnectedLayer(5,Name="fc")
    softmaxLayer(Name="softmax")];
net = addLayers(net,layers);
net = connectLayers(net,"embed","add/in2");
net = connectLayers(net,"add","add-attn/in2");
net = connectLayers(net,"norm1","add-ffn/in2");
net = initialize(net);
options = trainingOptions("adam", ...
    InitialLearnRate=1e-3, ...
    Metrics="accuracy");
netTrained = trainnet(XTrain,TTrain,net,"crossentropy",options);
