classdef spatialAttentionLayer < nnet.layer.Layer
    properties (Learnable)
        W
        b
    end
    methods
        function layer = spatialAttentionLayer(k, name)
            layer.Name = name;
            layer.W = 0.1*randn(k,k,2,1); layer.b = 0;
        end
        function Z = predict(layer, X)
            avg = mean(X,3); mx = max(X,[],3);
            Y = cat(3, avg, mx);
            A = sigmoid(dlconv(Y, layer.W, layer.b, 'Padding','same','DataFormat','SSCB'));
            Z = X .* A;
        end
    end
end
