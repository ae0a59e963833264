classdef temporalAttentionLayer < nnet.layer.Layer & nnet.layer.Formattable
    % Single-head self-attention over time: every step looks at all steps, and adds what it found to itself.

    properties
        NumKeyChannels
    end

    properties (Learnable)
        QueryWeights
        KeyWeights
        ValueWeights
    end

    methods
        function layer = temporalAttentionLayer(numKeyChannels,options)
            arguments
                numKeyChannels (1,1) {mustBePositive,mustBeInteger}
                options.Name = "attention"
            end
            layer.NumKeyChannels = numKeyChannels;
            layer.Name = options.Name;
            layer.Type = "Temporal Attention";
            layer.Description = "Attention over time with " + numKeyChannels + " key channels";
        end

        function layer = initialize(layer,layout)
            numChannels = layout.Size(finddim(layout,"C"));
            if isempty(layer.QueryWeights)
                layer.QueryWeights = layer.glorot(layer.NumKeyChannels,numChannels);
            end
            if isempty(layer.KeyWeights)
                layer.KeyWeights = layer.glorot(layer.NumKeyChannels,numChannels);
            end
            if isempty(layer.ValueWeights)
                layer.ValueWeights = layer.glorot(numChannels,numChannels);
            end
        end

        function Z = predict(layer,X)
            % C×B×T to C×T×B, so that pagemtimes works on one observation at a time.
            steps = permute(stripdims(X),[1 3 2]);
            queries = pagemtimes(layer.QueryWeights,steps);
            keys = pagemtimes(layer.KeyWeights,steps);
            values = pagemtimes(layer.ValueWeights,steps);

            scores = pagemtimes(keys,'transpose',queries,'none') / sqrt(layer.NumKeyChannels);
            weights = softmax(scores,DataFormat="CTB");    % over the keys, for each query
            Z = dlarray(permute(steps + pagemtimes(values,weights),[1 3 2]),"CBT");
        end
    end

    methods (Static, Access = private)
        function weights = glorot(numOut,numIn)
            bound = sqrt(6 / (numIn + numOut));
            weights = bound * (2 * rand(numOut,numIn,"single") - 1);
        end
    end
end
