g1 = layerGraph(reluLayer('Name','r1'));
g2 = layerGraph(reluLayer('Name','r2'));
g1 = addLayers(g1,g2);
