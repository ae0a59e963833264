classdef multiHeadAttentionLayer < nnet.layer.Layer
    % Self-attention over time with several heads; every array without labels, C x B x T.

    properties
        NumHeads
        NumChannels
    end

    properties (Learnable)
        Wq
        Wk
        Wv
        Wo
    end

    methods
        function layer = multiHeadAttentionLayer(numHeads, numChannels, varargin)
            p = inputParser;
            addParameter(p, 'Name', '');
            parse(p, varargin{:});
            layer.Name = p.Results.Name;
            layer.Description = sprintf('Self-attention with %d heads', numHeads);
            layer.NumHeads = numHeads;
            layer.NumChannels = numChannels;
            s = sqrt(2/(numChannels + numChannels));
            layer.Wq = s*randn(numChannels, numChannels);
            layer.Wk = s*randn(numChannels, numChannels);
            layer.Wv = s*randn(numChannels, numChannels);
            layer.Wo = s*randn(numChannels, numChannels);
        end

        function Z = predict(layer, X)
            [C, B, T] = size(X);
            H = layer.NumHeads;
            d = C / H;

            Xm = reshape(X, C, []);
            Q = layer.split(layer.Wq * Xm, d, H, B, T);
            K = layer.split(layer.Wk * Xm, d, H, B, T);
            V = layer.split(layer.Wv * Xm, d, H, B, T);

            S = pagemtimes(Q, 'none', K, 'transpose') ./ sqrt(d);   % T x T x H x B, queries x keys
            S = exp(S - max(S, [], 2));
            A = S ./ sum(S, 2);
            Y = pagemtimes(A, V);                                   % T x d x H x B

            Y = permute(Y, [2 3 4 1]);
            Y = reshape(Y, C, B*T);
            Z = reshape(layer.Wo * Y, [C B T]);
        end
    end

    methods (Access = private)
        function Y = split(~, X, d, H, B, T)
            Y = reshape(X, [d H B T]);
            Y = permute(Y, [4 1 2 3]);
        end
    end
end
