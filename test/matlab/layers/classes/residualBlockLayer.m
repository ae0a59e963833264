classdef residualBlockLayer < nnet.layer.Layer & nnet.layer.Formattable
    % A block that owns a network.
    properties (Learnable)
        Network
    end
    methods
        function layer = residualBlockLayer(numFilters, name)
            layer.Name = name;
            layers = [
                convolution1dLayer(3, numFilters, Padding="causal", Name="conv")
                batchNormalizationLayer(Name="bn")
                reluLayer(Name="relu")];
            layer.Network = dlnetwork(layers, Initialize=false);
        end
        function Z = predict(layer, X)
            Z = X + predict(layer.Network, X);
        end
        function Z = forward(layer, X)
            Y = forward(layer.Network, X);
            Z = X + Y;
        end
    end
end
