function net = transformerEncoder(numFeatures, options)
%TRANSFORMERENCODER  pre-norm transformer encoder for sequence classification
%
%   NET = transformerEncoder(NUMFEATURES) ...
%   See also dlnetwork, selfAttentionLayer
arguments
    numFeatures (1,1) {mustBeInteger, mustBePositive}
    options.NumBlocks  (1,1) double {mustBePositive} = 1
    options.NumHeads   (1,1) double = 4
    options.Dim        (1,1) double = 16
    options.Dropout    (1,1) double {mustBeInRange(options.Dropout,0,1)} = 0.1
    options.NumClasses (1,1) double = 3
    options.Pooling    (1,1) string {mustBeMember(options.Pooling,["mean","max","last"])} = "last"
end

d = options.Dim;
net = dlnetwork();
net = addLayers(net, [
    sequenceInputLayer(numFeatures, Name="input")
    fullyConnectedLayer(d, Name="proj")
    sinusoidalPositionEncodingLayer(d, Name="pos")
    additionLayer(2, Name="posadd")
    ]);
net = connectLayers(net, "proj", "posadd/in2");

tail = "posadd";
for b = 1:options.NumBlocks
    [net, tail] = encoderBlock(net, tail, "enc" + b, d, options.NumHeads, options.Dropout);
end

switch options.Pooling
    case "mean"
        pool = globalAveragePooling1dLayer(Name="pool");
    case "max"
        pool = globalMaxPooling1dLayer(Name="pool");
    otherwise
        pool = indexing1dLayer("last", Name="pool");
end
net = addLayers(net, [pool; fullyConnectedLayer(options.NumClasses, Name="head"); softmaxLayer(Name="softmax")]);
net = connectLayers(net, tail, "pool");
end

function [net, tail] = encoderBlock(net, from, name, d, heads, p)
% attention part, then feed-forward part; both residual
    net = addLayers(net, [layerNormalizationLayer(Name=name+"_ln1")
        selfAttentionLayer(heads, d, Name=name+"_mha")
        additionLayer(2, Name=name+"_add1")
        layerNormalizationLayer(Name=name+"_ln2")
        fullyConnectedLayer(4*d, Name=name+"_ff1")
        geluLayer(Name=name+"_gelu")
        dropoutLayer(p, Name=name+"_drop")
        fullyConnectedLayer(d, Name=name+"_ff2")
        additionLayer(2, Name=name+"_add2")]);
    net = connectLayers(net, from, name+"_ln1");
    net = connectLayers(net, from, name+"_add1/in2");
    net = connectLayers(net, name+"_add1", name+"_add2/in2");
    tail = name + "_add2";
end
