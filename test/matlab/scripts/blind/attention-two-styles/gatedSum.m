classdef gatedSum < nnet.layer.Layer
    properties
        Alpha = 0.5
    end
    methods
        function self = gatedSum(name)
            self.Name = name;
            self.InputNames = {'x','skip'};
            self.Alpha = self.Alpha/2;
        end
        function Z = predict(self,x,skip)
            Z = self.Alpha*x + (1-self.Alpha)*skip;
        end
        function [dx,dskip] = backward(self,x,skip,Z,dLdZ,memory)
            dx = self.Alpha*dLdZ;  dskip = (1-self.Alpha)*dLdZ;
        end
    end
end
