% functions as values
unit = @(n,tag) [fullyConnectedLayer(n,'Name',[tag '_fc']); reluLayer('Name',[tag '_relu'])];
scale = 4;
width = @(k) scale*2^k;
scale = 100;                       % the handle keeps 4
act = @tanhLayer;
makers = {@reluLayer, @() eluLayer(2), @sigmoidLayer};
layers = [featureInputLayer(3,'Name','in'); unit(width(1),'a'); unit(feval(width,2),'b'); act('Name','t'); makers{2}()];
ks = arrayfun(@(k) k^2,1:3);
total = cellfun(@numel,{'ab','c'});
names = cellfun(@(s) [s '!'],{'p','q'},'UniformOutput',false);
layers = [layers; fullyConnectedLayer(ks(3)+sum(total),'Name',names{2})];
lgraph = layerGraph(layers);
