classdef weightedCrossEntropyLayer < nnet.layer.ClassificationLayer
    properties
        % Row vector of weights corresponding to the classes in the training data.
        ClassWeights
    end

    methods
        function layer = weightedCrossEntropyLayer(classWeights, name)
            layer.ClassWeights = classWeights;
            if nargin == 2
                layer.Name = name;
            end
            layer.Description = 'Weighted cross entropy';
        end

        function loss = forwardLoss(layer, Y, T)
            N = size(Y, 4);
            Y = squeeze(Y);
            T = squeeze(T);
            W = layer.ClassWeights;
            loss = -sum(W*(T.*log(Y)))/N;
        end

        function dLdY = backwardLoss(layer, Y, T)
            [~, ~, K, N] = size(Y);
            Y = squeeze(Y);
            T = squeeze(T);
            W = layer.ClassWeights;
            dLdY = -(W'.*T./Y)/N;
            dLdY = reshape(dLdY, [1 1 K N]);
        end
    end
end
