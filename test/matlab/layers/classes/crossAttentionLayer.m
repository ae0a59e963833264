classdef crossAttentionLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        H
    end
    properties (Learnable)
        Wq
        Wk
    end
    methods
        function layer = crossAttentionLayer(h, name)
            layer.H = h; layer.Name = name; layer.InputNames = {'query','value'};
        end
        function layer = initialize(layer, layout1, layout2)
            layer.Wq = dlarray(randn(layer.H, layout1.Size(1)));
            layer.Wk = dlarray(randn(layer.H, layout2.Size(1)));
        end
        function Z = predict(layer, Q, V)
            q = stripdims(Q); v = stripdims(V);
            q = permute(q, [1 3 2]); v = permute(v, [1 3 2]);
            k = pagemtimes(layer.Wk, v);
            q = pagemtimes(layer.Wq, q);
            s = pagemtimes(pagetranspose(k), q) / sqrt(size(k,1));
            s = s - max(s, [], 1);
            w = exp(s); w = w ./ sum(w, 1);
            Z = pagemtimes(v, w);
            Z = permute(Z, [1 3 2]);
            Z = dlarray(Z, dims(Q));
        end
    end
end
