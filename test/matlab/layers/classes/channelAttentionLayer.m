classdef channelAttentionLayer < nnet.layer.Layer & nnet.layer.Formattable
    % Squeeze and excitation: one weight for each channel of each image.

    properties
        Ratio = 4
    end

    properties (Learnable)
        Weights1
        Bias1
        Weights2
        Bias2
    end

    methods
        function layer = channelAttentionLayer(NameValueArgs)
            arguments
                NameValueArgs.Name = ''
                NameValueArgs.Ratio (1,1) double = 4
            end
            layer.Name = NameValueArgs.Name;
            layer.Ratio = NameValueArgs.Ratio;
        end

        function layer = initialize(layer, layout)
            c = layout.Size(finddim(layout, 'C'));
            r = max(1, floor(c / layer.Ratio));
            layer.Weights1 = initializeGlorot([r c], r, c);
            layer.Bias1 = zeros(r, 1, 'single');
            layer.Weights2 = initializeGlorot([c r], c, r);
            layer.Bias2 = zeros(c, 1, 'single');
        end

        function Z = predict(layer, X)
            s = mean(X, finddim(X, "S"));
            s = squeeze(stripdims(s));
            s = dlarray(reshape(s, size(X, 3), size(X, 4)), "CB");
            a = relu(fullyconnect(s, layer.Weights1, layer.Bias1));
            a = sigmoid(fullyconnect(a, layer.Weights2, layer.Bias2));
            a = reshape(stripdims(a), [1 1 size(X, 3) size(X, 4)]);
            Z = X .* a;
        end
    end
end

function weights = initializeGlorot(sz, numOut, numIn)
Z = 2*rand(sz, 'single') - 1;
bound = sqrt(6 / (numIn + numOut));
weights = dlarray(bound * Z);
end
