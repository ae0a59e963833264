classdef wrongGatedSumLayer < nnet.layer.Layer
    % Two inputs, weighed by a learned gate for each channel; the gradients by hand.

    properties (Learnable)
        Gate
    end

    methods
        function layer = wrongGatedSumLayer(numChannels, name)
            layer.Name = name;
            layer.NumInputs = 2;
            layer.Gate = 0.5*randn(numChannels, 1);
        end

        function Z = predict(layer, X1, X2)
            g = 1 ./ (1 + exp(-layer.Gate));
            Z = g .* X1 + (1 - g) .* X2;
        end

        function [dLdX1, dLdX2, dLdGate] = backward(layer, X1, X2, ~, dLdZ, ~)
            g = 1 ./ (1 + exp(-layer.Gate));
            dLdX1 = g .* dLdZ;
            dLdX2 = (1 - g) .* dLdZ;
            dLdGate = sum((X1 - X2) .* dLdZ, [2 3]);
        end
    end
end
