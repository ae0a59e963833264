classdef groupNormLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        G
    end
    methods
        function layer = groupNormLayer(g)
            layer.G = g;
        end
        function Z = predict(layer, X)
            fmt = dims(X);
            sz = size(X);
            Y = reshape(stripdims(X), [sz(1) sz(2) sz(3)/layer.G layer.G sz(4)]);
            m = mean(Y, [1 2 3]); v = var(Y, 1, [1 2 3]);
            Y = (Y - m) ./ sqrt(v + 1e-5);
            Z = dlarray(reshape(Y, sz), fmt);
        end
    end
end
