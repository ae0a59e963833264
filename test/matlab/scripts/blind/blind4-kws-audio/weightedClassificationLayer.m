classdef weightedClassificationLayer < nnet.layer.ClassificationLayer
    properties
        % Row vector of weights corresponding to the classes.
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
    end
end
