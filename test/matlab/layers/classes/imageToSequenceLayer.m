classdef imageToSequenceLayer < nnet.layer.Layer & nnet.layer.Formattable
    % Rows of an image as time steps: SSCB to CBT.
    methods
        function layer = imageToSequenceLayer(name)
            layer.Name = name;
        end
        function Z = predict(~, X)
            [h, w, c, n] = size(X);
            Z = permute(stripdims(X), [2 3 4 1]);
            Z = reshape(Z, [w*c, n, h]);
            Z = dlarray(Z, 'CBT');
        end
    end
end
