classdef preluLayer < nnet.layer.Layer
    % Example custom PReLU layer.
    properties (Learnable)
        Alpha
    end
    methods
        function layer = preluLayer(numChannels,name)
            layer.Name = name;
            layer.Description = "PReLU with " + numChannels + " channels";
            layer.Alpha = 0.25*ones([numChannels 1]);
        end
        function Z = predict(layer, X)
            Z = max(0,X) + layer.Alpha .* min(0,X);
        end
    end
end
