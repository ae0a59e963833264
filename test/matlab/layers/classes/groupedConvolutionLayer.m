classdef groupedConvolutionLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        FilterSize
        NumGroups
        FiltersPerGroup
    end
    properties (Learnable)
        Weights
        Bias
    end
    methods
        function layer = groupedConvolutionLayer(filterSize, filtersPerGroup, numGroups, args)
            arguments
                filterSize
                filtersPerGroup
                numGroups
                args.Name = ""
            end
            layer.FilterSize = filterSize;
            layer.FiltersPerGroup = filtersPerGroup;
            layer.NumGroups = numGroups;
            layer.Name = args.Name;
        end
        function layer = initialize(layer, layout)
            if isempty(layer.Weights)
                channels = layout.Size(finddim(layout, "C")) / layer.NumGroups;
                layer.Weights = 0.3 * randn([layer.FilterSize channels layer.FiltersPerGroup layer.NumGroups]);
            end
            if isempty(layer.Bias)
                layer.Bias = 0.1 * randn(layer.FiltersPerGroup, layer.NumGroups);
            end
        end
        function Z = predict(layer, X)
            Z = dlconv(X, layer.Weights, layer.Bias, Padding="same", WeightsFormat="TCUU");
        end
    end
end
