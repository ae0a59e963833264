classdef channelGate < nnet.layer.Layer
    properties (SetAccess = private)
        NumChannels (1,1) double
        Reduction = 2
    end
    properties (Learnable)
        W1
        W2
    end
    methods
        function layer = channelGate(numChannels,varargin)
            p = inputParser;
            p.FunctionName = 'channelGate';
            addRequired(p,'numChannels');
            addOptional(p,'reduction',2);
            addParameter(p,'Name','');
            parse(p,numChannels,varargin{:});
            r = p.Results;
            layer.Name = r.Name;
            layer.NumChannels = r.numChannels;
            layer.Reduction = r.reduction;
            m = numChannels/layer.Reduction;
            layer.W1 = randn(m,numChannels)*0.1;
            layer.W2 = randn(numChannels,m)*0.1;
        end
        function Z = predict(layer,X)
            [C,N,T] = size(X);
            s = mean(X,3);
            e = max(layer.W1*s,0);
            g = 1./(1+exp(-layer.W2*e));
            Z = X.*repmat(g,1,1,T);
        end
    end
end
