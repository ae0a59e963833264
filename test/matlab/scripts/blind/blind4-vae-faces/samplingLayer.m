classdef samplingLayer < nnet.layer.Layer
    methods
        function layer = samplingLayer(args)
            arguments
                args.Name = "";
            end
            layer.Name = args.Name;
            layer.Type = "Sampling";
            layer.Description = "Mean and log-variance sampling";
            layer.OutputNames = ["out" "mean" "log-variance"];
        end
        function [Z,mu,logSigmaSq] = predict(~,X)
            numLatentChannels = size(X,1)/2;
            miniBatchSize = size(X,2);
            mu = X(1:numLatentChannels,:);
            logSigmaSq = X(numLatentChannels+1:end,:);
            epsilon = randn(numLatentChannels,miniBatchSize,"like",X);
            sigma = exp(.5 * logSigmaSq);
            Z = epsilon .* sigma + mu;
        end
    end
end
