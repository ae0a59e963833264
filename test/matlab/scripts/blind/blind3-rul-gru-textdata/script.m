%% Remaining useful life of engines with a GRU (nasa turbofan, FD001)
%  the text files have no header: unit, cycle, 3 settings, 21 sensors
global verbose
verbose = true;
thr = 125;
names = [{'unit','cycle'}, strcat('setting',cellstr(num2str((1:3)'))'), strcat('sensor',strtrim(cellstr(num2str((1:21)')))')];
try
    T = readtable('train_FD001.txt','FileType','text','ReadVariableNames',false,'Delimiter',' ');
    T = T(:,1:numel(names));
    T.Properties.VariableNames = names;
catch ME
    switch ME.identifier
        case 'MATLAB:readtable:OpenFailed'
            say('file is missing');
        otherwise
            rethrow(ME);
    end
end
sensors = T(:,startsWith(T.Properties.VariableNames,'sensor'));
v = varfun(@std,sensors);
keep = v{1,:} > 1e-6;
X = zscore(sensors{:,keep});
numFeatures = size(X,2);
units = unique(T.unit);
XTrain = cell(numel(units),1); YTrain = XTrain;
for u = 1:numel(units)
    rows = T.unit == units(u);
    XTrain{u} = X(rows,:)';
    YTrain{u} = min(thr,sum(rows)-1:-1:0);
end
[~,order] = sort(cellfun(@(x) size(x,2),XTrain),'descend');
XTrain = XTrain(order); YTrain = YTrain(order);

hidden = round(linspace(96,32,3));      % 96 64 32
stack = arrayfun(@(h,i) gruLayer(h,'Name',['gru' int2str(i)]),hidden,1:numel(hidden),'UniformOutput',false);
drops = arrayfun(@(i) dropoutLayer(i/10,'Name',['dropout' int2str(i)]),1:numel(hidden),'UniformOutput',false);
inter = [stack; drops];
inter = inter(:);
layers = [sequenceInputLayer(numFeatures,'Name','engine')
          vertcat(inter{:})
          fullyConnectedLayer(50,'Name','dense')
          reluLayer('Name','act')
          fullyConnectedLayer(1,'Name','rul')
          clippedReluLayer(thr,'Name','limit')
          regressionLayer('Name','mse')];
say(sprintf('%d layers',numel(layers)));

opt = trainingOptions('adam','MaxEpochs',70,'MiniBatchSize',16,'InitialLearnRate',0.01,'GradientThreshold',1, ...
    'Shuffle','never','Plots','training-progress','Verbose',0,'LearnRateSchedule','piecewise','LearnRateDropPeriod',30);
net = trainNetwork(XTrain,YTrain,layers,opt);

function say(msg)
global verbose
if verbose
    disp([datestr(now) '  ' msg])
end
end
