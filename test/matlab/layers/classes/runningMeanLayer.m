classdef runningMeanLayer < nnet.layer.Layer
    % A leaky sum over time that goes on where the sequence goes on.
    properties
        Decay
        NumChannels
    end
    properties (State)
        Sum
    end
    methods
        function layer = runningMeanLayer(numChannels, decay)
            layer.NumChannels = numChannels;
            layer.Decay = decay;
            layer = resetState(layer);
        end
        function [Z, total] = predict(layer, X)
            total = layer.Decay * layer.Sum + (1 - layer.Decay) * sum(X, 3);
            Z = X + total;
        end
        function layer = resetState(layer)
            layer.Sum = zeros(layer.NumChannels, 1);
        end
    end
end
