classdef geluTanhLayer < nnet.layer.Layer & nnet.layer.Acceleratable
    methods
        function layer = geluTanhLayer(varargin)
            p = inputParser; p.addParameter('Name','gelu'); p.parse(varargin{:}); layer.Name = p.Results.Name;
            layer.Description = "GELU";
        end
        function Z = predict(~, X)
            Z = 0.5*X.*(1 + tanh(sqrt(2/pi)*(X + 0.044715*X.^3)));
        end
    end
end
