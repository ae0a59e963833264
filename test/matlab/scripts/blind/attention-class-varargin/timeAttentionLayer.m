classdef timeAttentionLayer < nnet.layer.Layer
    properties
        Size
    end
    properties (Learnable)
        W
        b
        v
    end
    methods
        function layer = timeAttentionLayer(sz,varargin)
            p = inputParser;
            p.addRequired('sz',@isnumeric);
            p.addParameter('Name','attention',@(x) ischar(x) || isstring(x));
            p.parse(sz,varargin{:});
            layer.Name = p.Results.Name;
            layer.Size = sz;
            layer.Description = ['attention of size ' num2str(sz)];
        end
        function layer = initialize(layer,layout)
            C = layout.Size(1);
            layer.W = 0.1*randn(layer.Size,C);
            layer.b = zeros(layer.Size,1);
            layer.v = 0.1*randn(1,layer.Size);
        end
        function Z = predict(layer,X)
            [C,N,T] = size(X);
            Xf = reshape(X,C,[]);
            e = layer.v * tanh(layer.W*Xf + layer.b);
            e = reshape(e,1,N,T);
            e = exp(e - max(e,[],3));
            a = e ./ sum(e,3);
            Z = X .* a;
        end
    end
end
