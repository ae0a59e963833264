classdef NetBuilder
    %NETBUILDER builds chains
    properties (Access = private)
        Layers
        Count = 0
    end
    properties
        Depth (1,1) double = 1
    end
    properties (Constant)
        Prefix = "block"
    end
    methods
        function obj = NetBuilder(numFeatures,varargin)
            p = inputParser;
            addParameter(p,'Depth',1);
            parse(p,varargin{:});
            obj.Depth = p.Results.Depth;
            obj.Layers = sequenceInputLayer(numFeatures,'Name','in');
        end
        function obj = addBlock(obj,n)
            obj.Count = obj.Count + 1;
            obj.Layers = [obj.Layers; fullyConnectedLayer(n,'Name',obj.Prefix + obj.Count)];
            for k = 1:obj.Depth
                obj.Layers(end+1) = reluLayer('Name',obj.name("relu",k));
            end
        end
        function g = graph(obj)
            g = layerGraph(obj.Layers);
        end
    end
    methods (Access = private)
        function s = name(obj,kind,k)
            s = kind + "_" + obj.Count + "_" + k;
        end
    end
    methods (Static)
        function v = version()
            v = '1.0';
        end
    end
end
