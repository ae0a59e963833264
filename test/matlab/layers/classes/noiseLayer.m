classdef noiseLayer < nnet.layer.Layer
    properties
        S
    end
    methods
        function layer = noiseLayer(s, name)
            layer.S = s; layer.Name = name;
        end
        function Z = predict(layer, X)
            Z = X;
        end
        function Z = forward(layer, X)
            Z = X + layer.S * randn(size(X), 'like', X);
        end
    end
end
