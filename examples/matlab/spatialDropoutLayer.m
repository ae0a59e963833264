classdef spatialDropoutLayer < nnet.layer.Layer & nnet.layer.Formattable
    % A layer that drops whole channels of an observation in training, over all time steps and pixels.

    properties
        DropoutFactor
    end

    methods
        function layer = spatialDropoutLayer(dropoutFactor,NameValueArgs)
            % layer = spatialDropoutLayer drops with the probability 0.02.
            % layer = spatialDropoutLayer(dropoutFactor) drops with this probability.
            % layer = spatialDropoutLayer(...,Name=name) also names the layer.
            arguments
                dropoutFactor = 0.02;
                NameValueArgs.Name = "";
            end

            layer.Name = NameValueArgs.Name;
            layer.DropoutFactor = dropoutFactor;
            layer.Description = "Spatial dropout with factor " + dropoutFactor;
            layer.Type = "Spatial Dropout";
        end

        function Z = predict(~,X)
            Z = X;
        end

        function Z = forward(layer,X)
            % One draw for each channel of each observation.
            sz = size(X);
            labels = dims(X);
            sz(labels == 'S' | labels == 'T') = 1;

            kept = rand(sz,"like",X) > layer.DropoutFactor;
            Z = X .* (kept / (1 - layer.DropoutFactor));
        end
    end
end
