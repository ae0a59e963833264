% logical indexing, deletion, set functions and reshaping decide on sizes
sel = [5 6 7 8 9];
sel(sel == 7) = [];
sel([1 end]) = [];
idx = logical([1 0]);
widths = [sel(idx) numel(unique([1 2 2 3])) nnz([1 0 2]) size(reshape(1:12,3,[]),2) numel(intersect([1 2 3],[2 3 4])) sum(ismember([1 5],[5 6]))];
layers = featureInputLayer(2,'Name','in');
for k = 1:numel(widths)
    layers(k+1,1) = fullyConnectedLayer(widths(k),'Name',"w"+k);
end
lgraph = layerGraph(layers);
