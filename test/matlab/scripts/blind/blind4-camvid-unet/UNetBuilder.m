classdef UNetBuilder < handle
    % builds small U-Nets
    properties
        InputSize
        NumClasses
        Depth = 3
        BaseFilters = 32
    end
    properties (Access = private)
        Graph
    end
    properties (Constant)
        FilterSize = 3
    end
    properties (Dependent)
        BottomFilters
    end
    methods
        function obj = UNetBuilder(inputSize,numClasses)
            if nargin < 2
                numClasses = 2;
            end
            obj.InputSize = inputSize;
            obj.NumClasses = numClasses;
        end
        function v = get.BottomFilters(obj)
            v = obj.BaseFilters * 2^obj.Depth;
        end
        function lg = build(obj)
            obj.Graph = layerGraph(imageInputLayer(obj.InputSize,'Name','input','Normalization','none'));
            last = 'input';
            skips = cell(1,obj.Depth);
            for d = 1:obj.Depth
                nf = obj.BaseFilters * 2^(d-1);
                tag = sprintf('enc%d',d);
                obj.addBlock(tag,nf,last);
                skips{d} = [tag '_relu2'];
                obj.Graph = addLayers(obj.Graph,maxPooling2dLayer(2,'Stride',2,'Name',[tag '_pool']));
                obj.Graph = connectLayers(obj.Graph,skips{d},[tag '_pool']);
                last = [tag '_pool'];
            end
            addBlock(obj,'bridge',obj.BottomFilters,last);
            last = 'bridge_relu2';
            for d = obj.Depth:-1:1
                nf = obj.BaseFilters * 2^(d-1);
                tag = sprintf('dec%d',d);
                up = [transposedConv2dLayer(2,nf,'Stride',2,'Name',[tag '_up'])
                      depthConcatenationLayer(2,'Name',[tag '_cat'])];
                obj.Graph = addLayers(obj.Graph,up);
                obj.Graph = connectLayers(obj.Graph,last,[tag '_up']);
                obj.Graph = connectLayers(obj.Graph,skips{d},strcat(tag,'_cat/in2'));
                obj.addBlock(tag,nf,[tag '_cat']);
                last = [tag '_relu2'];
            end
            obj.Graph = addLayers(obj.Graph,UNetBuilder.head(obj.NumClasses));
            obj.Graph = connectLayers(obj.Graph,last,'score');
            lg = obj.Graph;
        end
    end
    methods (Access = protected)
        function addBlock(obj,tag,nf,from)
            L = [];
            for c = 1:2
                L = [L
                    convolution2dLayer(obj.FilterSize,nf,'Padding','same','Name',sprintf('%s_conv%d',tag,c),'WeightsInitializer','he')
                    reluLayer('Name',sprintf('%s_relu%d',tag,c))]; %#ok
            end
            obj.Graph = addLayers(obj.Graph,L);
            obj.Graph = connectLayers(obj.Graph,from,L(1).Name);
        end
    end
    methods (Static)
        function L = head(n)
            L = [convolution2dLayer(1,n,'Name','score'); softmaxLayer('Name','sm'); pixelClassificationLayer('Name','labels')];
        end
    end
end
