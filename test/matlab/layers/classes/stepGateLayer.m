classdef stepGateLayer < nnet.layer.Layer
    properties (Learnable)
        Wx
        Wh
        b
    end
    properties
        N
    end
    methods
        function layer = stepGateLayer(n, name)
            if nargin < 2, name = 'stepGateLayer'; end
            layer.Name = name; layer.N = n; layer.NumInputs = 2;
            layer.Wx = rand(n,n)*0.1; layer.Wh = rand(n,n)*0.1; layer.b = zeros(n,1);
        end
        function Z = predict(layer, X, H)
            z = layer.act(layer.Wx*X + layer.Wh*H + layer.b);
            Z = z.*X + (1-z).*H;
        end
        function y = act(~, x)
            y = 1./(1+exp(-x));
        end
    end
end
