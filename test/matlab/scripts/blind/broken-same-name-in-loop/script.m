% the number of the branch was forgotten in the name
lg = layerGraph(sequenceInputLayer(3,"Name","in"));
for k = [3 5 7]
    tag = "branch";
    lg = addLayers(lg,convolution1dLayer(k,8,"Padding","same","Name",tag));
    lg = connectLayers(lg,"in",tag);
end
lg = addLayers(lg,concatenationLayer(1,3,"Name","cat"));
