classdef projectAndReshapeLayer < nnet.layer.Layer & nnet.layer.Formattable
    properties
        OutputSize
    end
    properties (Learnable)
        Weights
        Bias
    end
    methods
        function layer = projectAndReshapeLayer(outputSize,numChannels,name)
            layer.Name = name;
            layer.Description = "Project and reshape layer with output size " + join(string(outputSize));
            layer.Type = "Project and Reshape";
            layer.OutputSize = outputSize;
            fullySize = prod(outputSize);
            bound = sqrt(6/(fullySize + numChannels));
            layer.Weights = bound*(2*rand([fullySize numChannels],'single') - 1);
            layer.Bias = zeros(fullySize,1,'single');
        end
        function Z = predict(layer,X)
            outputSize = layer.OutputSize;
            X = reshape(stripdims(X),size(layer.Weights,2),[]);
            Z = layer.Weights*X + layer.Bias;
            Z = reshape(Z,outputSize(1),outputSize(2),outputSize(3),[]);
            Z = dlarray(Z,'SSCB');
        end
    end
end
