classdef NetConfig
    % settings of the fault classifier in one place
    properties
        InputSize (1,3) double = [64 64 1]
        Filters = [16 32 64]
        Kernel (1,1) double {mustBePositive,mustBeInteger} = 3
        Dropout = 0.5
        FaultNames = {'normal','inner','outer','ball'}
    end
    properties (Constant)
        Version = "1.2"
    end
    properties (Dependent)
        NumClasses
    end
    methods
        function obj = NetConfig(varargin)
            for k = 1:2:nargin
                obj.(varargin{k}) = varargin{k+1};
            end
        end
        function n = get.NumClasses(obj)
            n = numel(obj.FaultNames);
        end
        function layers = build(obj)
            layers = imageInputLayer(obj.InputSize,'Name','scalogram','Normalization','rescale-zero-one');
            for k = 1:numel(obj.Filters)
                layers = [layers; obj.convUnit(k)]; %#ok<AGROW>
            end
            layers = [layers; obj.head()];
        end
    end
    methods (Access = protected)
        function u = convUnit(obj,k)
            tag = NetConfig.tagOf(k);
            u = [
                convolution2dLayer(obj.Kernel,obj.Filters(k),'Padding','same','WeightsInitializer','he','Name',['conv_' tag])
                batchNormalizationLayer('Name',['bn_' tag])
                reluLayer('Name',['relu_' tag])];
            if k < numel(obj.Filters)
                u(end+1,1) = maxPooling2dLayer(2,'Stride',2,'Name',['pool_' tag]);
            end
        end
        function h = head(obj)
            h = [
                globalAveragePooling2dLayer('Name','gap')
                dropoutLayer(obj.Dropout,'Name','drop')
                fullyConnectedLayer(obj.NumClasses,'Name','fc_out')
                softmaxLayer('Name','softmax')
                classificationLayer('Name','fault')];
        end
    end
    methods (Static)
        function t = tagOf(k)
            t = char('a' + k - 1);
        end
    end
end
