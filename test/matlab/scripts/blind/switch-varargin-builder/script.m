function [layers,cfg]=makeCnn(inputSize,numClasses,varargin)
% layers = makeCnn(inputSize,numClasses)
% layers = makeCnn(...,'Depth',d,'Act','relu'|'leaky'|'elu','Pool','max'|'avg')
%
% 2019-04-02  first version
% 2020-11-15  activation as an option

if nargin<2, error('makeCnn:args','two arguments needed'), end
cfg=struct('Depth',3,'Act','relu','Pool','max','Filters',8);
if mod(numel(varargin),2)~=0
    error('options come in pairs');
end
for i=1:2:numel(varargin)
    switch lower(varargin{i})
        case 'depth',  cfg.Depth=varargin{i+1};
        case {'act','activation'}
            cfg.Act=varargin{i+1};
        case 'pool'
            cfg.Pool=varargin{i+1};
        otherwise
            warning('unknown option %s ignored',varargin{i});
    end
end

layers=imageInputLayer(inputSize,'Name','input','Normalization','rescale-zero-one');
for d=1:cfg.Depth
    n=num2str(d);
    layers=[layers;
        convolution2dLayer(3,cfg.Filters*2^(d-1),'Padding','same','Name',['conv_' n]);
        actLayer(cfg.Act,['act_' n]);
        poolLayer(cfg.Pool,['pool_' n])]; %#ok<AGROW>
end
layers=[layers;dropoutLayer('Name','drop');fullyConnectedLayer(numClasses,'Name','fc');softmaxLayer('Name','softmax');classificationLayer('Name','output')];

function l=actLayer(kind,name)
switch kind
    case 'relu'
        l=reluLayer('Name',name);
    case 'leaky'
        l=leakyReluLayer(.01,'Name',name);
    case 'elu'
        l=eluLayer(.5,'Name',name);
end

function l=poolLayer(kind,name)
if strcmpi(kind,'MAX')
    l=maxPooling2dLayer(2,'Stride',2,'Name',name);
elseif strcmpi(kind,'AVG')
    l=averagePooling2dLayer(2,'Stride',2,'Name',name);
else
    error('unknown pooling %s',kind)
end
