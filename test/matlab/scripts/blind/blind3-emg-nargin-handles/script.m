function [net, info] = emgnet(signals, labels, nGestures, varargin)
% EMGNET  train a small net on windows of surface EMG
%   emgnet(signals,labels)            signals: h-by-w-by-1-by-N
%   emgnet(signals,labels,nGestures)
%   emgnet(...,'pool',@averagePooling2dLayer,'blocks',3)
global EMG_DEBUG
if isempty(EMG_DEBUG), EMG_DEBUG = 0; end

if nargin < 3 || isempty(nGestures)
    nGestures = 8;
end
defaults = struct('pool',@maxPooling2dLayer,'blocks',2,'window',[52 8],'drop',[]);
opts = overwrite(defaults,varargin{:});
if isempty(opts.drop)
    opts.drop = linspace(0.1,0.5,opts.blocks+1);
    opts.drop = opts.drop(1);
end

L = feval(@imageInputLayer,[opts.window 1],'Name','emg','Normalization','zerocenter');
makers = {@(i) convolution2dLayer([5 3],16*i,'Padding',[2 2 1 1],'Name',lab('c',i)), ...
          @(i) batchNormalizationLayer('Name',lab('b',i)), ...
          @(i) leakyReluLayer(0.05,'Name',lab('r',i)), ...
          @(i) opts.pool([2 1],'Stride',[2 1],'Name',lab('p',i))};
for i = 1:opts.blocks
    new = cellfun(@(f) f(i),makers,'UniformOutput',false);
    L = cat(1,L,new{:});
end
L = cat(1,L,dropoutLayer(opts.drop,'Name','d'),fullyConnectedLayer(nGestures,'Name','fc'), ...
    softmaxLayer('Name','p'),classificationLayer('Name','out'));
if EMG_DEBUG > 0
    for i = 1:numel(L)
        disp(class(L(i)))
    end
end
to = trainingOptions('sgdm','InitialLearnRate',0.02,'MaxEpochs',35,'MiniBatchSize',100,'Verbose',EMG_DEBUG>0);
[net,info] = trainNetwork(signals,labels,L,to);

function s = lab(letter,i)
if ~ischar(letter), letter = char(letter); end
s = [letter '_' int2str(i)];

function s = overwrite(s,varargin)
if mod(numel(varargin),2)
    error('emgnet:pairs','names and values come in pairs');
end
known = fieldnames(s);
for i = 1:2:numel(varargin)
    hit = strcmpi(varargin{i},known);
    if ~any(hit)
        error('emgnet:name','%s is not an option, known are %s',varargin{i},strjoin(known',', '));
    end
    s.(known{hit}) = varargin{i+1};
end
