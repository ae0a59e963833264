classdef flipTimeLayer < nnet.layer.Layer
    methods
        function layer = flipTimeLayer(name)
            layer.Name = name;
            layer.Type = "Flip";
        end
        function Y = predict(~, X)
            Y = flip(X, 3);
        end
    end
end
