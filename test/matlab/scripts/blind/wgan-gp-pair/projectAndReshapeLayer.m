classdef projectAndReshapeLayer < nnet.layer.Layer ...
        & nnet.layer.Formattable ...
        & nnet.layer.Acceleratable
    % Example project and reshape layer
    properties
        OutputSize
    end
    properties (Learnable)
        Weights
        Bias
    end
    methods
        function layer = projectAndReshapeLayer(outputSize,numChannels,NameValueArgs)
            arguments
                outputSize
                numChannels
                NameValueArgs.Name = "";
            end
            layer.Name = NameValueArgs.Name;
            layer.Description = "Project and reshape layer with output size " + join(string(outputSize));
            layer.Type = "Project and Reshape";
            layer.OutputSize = outputSize;
            fanIn = numChannels;
            fanOut = prod(outputSize);
            sz = [fanOut fanIn];
            bound = sqrt(6/(fanIn+fanOut));
            layer.Weights = bound*(2*rand(sz,'single')-1);
            layer.Bias = zeros([fanOut 1],'single');
        end
        function Z = predict(layer, X)
            X = fullyconnect(X,layer.Weights,layer.Bias);
            outputSize = layer.OutputSize;
            Z = reshape(X,outputSize(1),outputSize(2),outputSize(3),[]);
            Z = dlarray(Z,'SSCB');
        end
    end
end
