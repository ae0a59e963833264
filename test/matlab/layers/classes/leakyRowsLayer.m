classdef leakyRowsLayer < nnet.layer.Layer
    properties
        Alpha
    end
    methods
        function layer = leakyRowsLayer(a, name)
            layer.Alpha = a; layer.Name = name;
        end
        function Z = predict(layer, X)
            [h,w,c,n] = size(X);
            Z = zeros(h,w,c,n,'like',X);
            s = X(1,:,:,:);
            for i = 1:h
                s = layer.Alpha*s + (1-layer.Alpha)*X(i,:,:,:);
                Z(i,:,:,:) = s;
            end
        end
    end
end
