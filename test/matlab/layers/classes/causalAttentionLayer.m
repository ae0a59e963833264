classdef causalAttentionLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        NumHeads
    end
    properties(Learnable)
        Qw
        Qb
    end
    methods
        function layer = causalAttentionLayer(n, NameValueArgs)
            arguments
                n
                NameValueArgs.Name = ""
            end
            layer.NumHeads = n; layer.Name = NameValueArgs.Name;
        end
        function layer = initialize(layer, layout)
            idx = finddim(layout,'C'); c = layout.Size(idx);
            layer.Qw = 0.2*randn([3*c c]); layer.Qb = zeros(3*c,1);
        end
        function Z = predict(layer, X)
            Y = fullyconnect(X, layer.Qw, layer.Qb);
            c = size(X,1);
            Q = Y(1:c,:,:); K = Y(c+1:2*c,:,:); V = Y(2*c+1:end,:,:);
            Z = attention(Q, K, V, layer.NumHeads, AttentionMask="causal");
            Z = Z + X;
        end
    end
    methods (Static)
    end
end
