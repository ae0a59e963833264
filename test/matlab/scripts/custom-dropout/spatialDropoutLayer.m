classdef spatialDropoutLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        DropoutFactor
    end
    methods
        function layer = spatialDropoutLayer(dropoutFactor,args)
            arguments
                dropoutFactor = 0.02
                args.Name = ""
            end
            layer.Name = args.Name;
            layer.DropoutFactor = dropoutFactor;
            layer.Description = "Spatial dropout with factor " + dropoutFactor;
            layer.Type = "Spatial Dropout";
        end
        function Z = predict(~,X)
            Z = X;
        end
        function Z = forward(layer,X)
            mask = rand(size(X,[finddim(X,"C") finddim(X,"B")]),'like',X) > layer.DropoutFactor;
            Z = X .* mask / (1 - layer.DropoutFactor);
        end
    end
end
