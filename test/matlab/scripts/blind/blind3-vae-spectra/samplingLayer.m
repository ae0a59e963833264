classdef samplingLayer < nnet.layer.Layer & nnet.layer.Acceleratable
    % draws from the normal distribution that the encoder describes
    properties
        NumLatent
    end
    methods
        function layer = samplingLayer(numLatent,varargin)
            if nargin > 1 && strcmpi(varargin{1},'Name')
                layer.Name = varargin{2};
            end
            layer.NumLatent = numLatent;
            layer.Type = "Sampling";
            layer.Description = sprintf("sampling of %d latent variables",numLatent);
            layer.NumOutputs = 3;
            layer.OutputNames = {'out','mean','logvar'};
        end
        function [Z,mu,logvar] = predict(layer,X)
            n = layer.NumLatent;
            mu = X(1:n,:);
            logvar = X(n+1:2*n,:);
            Z = mu + exp(0.5*logvar).*randn(size(mu),'like',X);
        end
    end
end
