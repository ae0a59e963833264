lgraph = layerGraph;
lgraph = connectLayers(lgraph,'a','b');
lgraph = addLayers(lgraph,reluLayer('Name','a'));
