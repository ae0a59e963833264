classdef quantileRegressionLayer < nnet.layer.RegressionLayer
    properties
        Tau
    end

    methods
        function layer = quantileRegressionLayer(name, tau)
            layer.Tau = tau;
            if nargin == 2
                layer.Name = name;
            end
            layer.Description = 'quantile error';
        end

        function loss = forwardLoss(layer, Y, T)
            e = T - Y;
            N = size(Y, 2);
            quantile = max(layer.Tau .* e, (layer.Tau - 1) .* e);
            loss = sum(quantile, 'all') / N;
        end
    end
end
