classdef positionEncodingLayer < nnet.layer.Layer
    % Sines and cosines of the place in the sequence, added to the channels.
    properties
        Base = 10000
    end
    methods
        function layer = positionEncodingLayer(varargin)
            if numel(varargin) > 0
                layer.Name = varargin{1};
            end
        end
        function Z = predict(layer, X)
            [d, ~, T] = size(X);
            pe = zeros(d, 1, T, 'like', X);
            pos = reshape(1:T, 1, 1, T);
            for i = 1:2:d
                angle = pos / layer.Base^((i-1)/d);
                pe(i, 1, :) = sin(angle);
                if i < d
                    pe(i+1, 1, :) = cos(angle);
                end
            end
            Z = X + pe;
        end
    end
end
