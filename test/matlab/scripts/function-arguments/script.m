% arguments blocks, defaults, several results, ignored results
[layers,count] = block(8);
[more,~] = block(4,3,Activation="tanh",prefix="m");
[~,n2] = block(2);
layers = [sequenceInputLayer(2,Name="in"); layers; more; fullyConnectedLayer(count+n2,Name="fc")];
lgraph = layerGraph(layers);
h = helper;

function [layers,n] = block(width,depth,options)
    arguments
        width (1,1) {mustBePositive,mustBeInteger}
        depth (1,1) double = 1
        options.Activation (1,1) string {mustBeMember(options.Activation,["relu","tanh"])} = "relu"
        options.Prefix = "b"
    end
    layers = [];
    for k = 1:depth
        layers = [layers; fullyConnectedLayer(width,Name=options.Prefix+k)];
        if options.Activation == "relu"
            layers = [layers; reluLayer(Name=options.Prefix+k+"r")];
        else
            layers = [layers; tanhLayer(Name=options.Prefix+k+"t")];
        end
    end
    n = numel(layers);
end

function varargout = helper(varargin)
    if nargout > 0
        varargout{1} = nargin;
    end
end
