% the class in this folder is used, not the built-in layer of that name
layers = [
    sequenceInputLayer(4,Name="in")
    convolution1dLayer(3,8,Padding="causal",Name="conv")
    spatialDropoutLayer(0.3)
    reluLayer
    spatialDropoutLayer(Name="second")
    fullyConnectedLayer(2)
    softmaxLayer];
net = dlnetwork(layers);
