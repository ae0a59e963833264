classdef weightedClassificationLayer < nnet.layer.ClassificationLayer
    properties
        ClassWeights
    end
    methods
        function layer = weightedClassificationLayer(classWeights, name)
            layer.ClassWeights = classWeights;
            if nargin == 2
                layer.Name = name;
            end
            layer.Description = 'Weighted cross entropy';
        end
        function loss = forwardLoss(layer, Y, T)
            N = size(Y,4);
            Y = squeeze(Y);
            T = squeeze(T);
            W = layer.ClassWeights;
            loss = -sum(W*(T.*log(Y)))/N;
        end
        function dLdY = backwardLoss(layer, Y, T)
            [~,~,K,N] = size(Y);
            Y = squeeze(Y);
            T = squeeze(T);
            W = layer.ClassWeights;
            dLdY = -(W'.*T./Y)/N;
            dLdY = reshape(dLdY,[1 1 K N]);
        end
    end
end
