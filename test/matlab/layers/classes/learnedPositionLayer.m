classdef learnedPositionLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        MaxLen
    end
    properties (Learnable)
        W
    end
    methods
        function layer = learnedPositionLayer(maxLen, args)
            arguments
                maxLen (1,1) double {mustBeInteger, mustBePositive}
                args.Name (1,1) string = "pos"
            end
            layer.MaxLen = maxLen; layer.Name = args.Name;
        end
        function layer = initialize(layer, layout)
            if ~isempty(layer.W), return, end
            C = layout.Size(finddim(layout,"C"));
            layer.W = 0.02*randn(C, layer.MaxLen, 'single');
        end
        function Z = predict(layer, X)
            T = size(X, finddim(X,"T"));
            P = layer.W(:, 1:T);
            P = dlarray(P, "CT");
            Z = X + P;
        end
    end
end
