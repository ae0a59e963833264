function [net, report] = cgm_forecast(modelType, varargin)
% CGM_FORECAST blood glucose forecast
%   cgm_forecast('tcn','filters',16)
persistent callCount
if isempty(callCount), callCount = 0; end
callCount = callCount + 1;
if nargin < 1 || isempty(modelType)
    modelType = 'cnn-lstm';
end
opt.filters = 32;
opt.units = 64;
opt.horizon = 6;
for q = 1:2:numel(varargin)
    f = lower(varargin{q});
    if ~isfield(opt,f)
        error('cgm_forecast:badOption','Unknown option "%s"',f);
    end
    opt.(f) = varargin{q+1};
end

tt = readtimetable('cgm.csv');
tt = synchronize(tt,timetable(tt.Time,'RowTimes',tt.Time),'regular','linear','TimeStep',minutes(5));
tt = tt(timerange(datetime(2022,1,1),datetime(2022,3,1)),:);
x = fillmissing(tt.glucose,'linear');
mu = mean(x); sd = std(x);

switch lower(modelType)
    case {'lstm','rnn'}
        body = lstmLayer(opt.units,'OutputMode','last');
    case 'cnn-lstm'
        body = [convolution1dLayer(5,opt.filters,'Padding','causal'); reluLayer; maxPooling1dLayer(2,'Stride',2); lstmLayer(opt.units,'OutputMode','last')];
    case 'tcn'
        body = {};
        for d = 2.^(0:2)
            body{end+1} = convolution1dLayer(3,opt.filters,'DilationFactor',d,'Padding','causal'); %#ok
            body{end+1} = reluLayer; %#ok
        end
        body = [body{:} globalAveragePooling1dLayer]';
    otherwise
        error('unknown type');
end
layers = [sequenceInputLayer(1,'Name','cgm'); body; fullyConnectedLayer(opt.horizon); regressionLayer('Name',['out_' strrep(modelType,'-','')])];
report = sprintf('%s: %d layers (call %i)', upper(modelType), length(layers), callCount);
o = trainingOptions('adam','MaxEpochs',40,'SequencePaddingDirection','left','ExecutionEnvironment','cpu');
[X,Y] = deal(num2cell(hankel(x(1:48),x(48:end))',2), []);
net = trainNetwork(X,Y,layers,o);
end
