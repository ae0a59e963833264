%% names made in every way that strings allow
names = compose("fc-%d_%s",(1:3)',"a");
widths = 10*(1:numel(names));
L = [featureInputLayer(9,'Name','in')];
for w = widths
    i = w/10;
    L(end+1) = fullyConnectedLayer(w,'Name',names(i));
end
parts = ["BN" "FC" "01"];
bn = join(parts,"_");
L = [L, batchNormalizationLayer('Name',char(bn))];
lg = layerGraph(L);
sides = {'left','right'};
full = strcat('branch.',sides);          % a cell again
for k = 1:2
    lg = addLayers(lg,fullyConnectedLayer(5,'Name',full{k}));
    lg = connectLayers(lg,bn,full{k});
end
joined = append("join[",string(numel(full)),"]");
lg = addLayers(lg,[additionLayer(2,'Name',joined) fullyConnectedLayer(2,'Name',"Final ""head""")]);
for k = 1:2
    lg = connectLayers(lg,full{k},strjoin({char(joined),sprintf('in%u',k)},'/'));
end
assert(strcmp(lg.Layers(5).Name,upper('bn_fc_01')))
isFc = startsWith({lg.Layers.Name},'fc-');
fprintf("%d layers are numbered\n",nnz(isFc));
title("Network " + strrep(joined,"[","(") + regexprep(joined,'\D',''))
