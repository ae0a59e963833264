% all kinds of control flow decide about layers
layers = featureInputLayer(4,'Name','in');
kinds = {'relu','tanh','none','elu'};
for k = 1:numel(kinds)
    switch kinds{k}
        case 'relu'
            layers = [layers; reluLayer('Name',['act' num2str(k)])];
        case {'tanh','sigmoid'}
            layers = [layers; tanhLayer('Name',['act' num2str(k)])];
        case 'none'
            continue
        otherwise
            layers(end+1) = eluLayer('Name',['act' num2str(k)]); %#ok<SAGROW>
    end
end
n = 32;
while n > 4
    n = n/2;
    if n == 8, break, end
    layers = [layers; fullyConnectedLayer(n,'Name',"w"+n)];
end
try
    error('my:id','no %d',3);
catch ME
    if strcmp(ME.identifier,'my:id') && contains(ME.message,'3')
        layers = [layers; reluLayer('Name','caught')];
    end
end
flag = ~isempty(kinds) && (numel(kinds) ~= 3 || false);
if flag
    layers = [layers; dropoutLayer(0.1,'Name','drop')];
elseif n > 100
    layers = [];
else
    layers = [];
end
for c = ["x" "y"]
    layers = [layers; reluLayer(Name=c)];
end
for m = [1 2; 3 4]
    layers = [layers; fullyConnectedLayer(sum(m),'Name',sprintf('col%d',m(1)+m(2)))];
end
layers(2) = [];
lgraph = layerGraph(layers);
