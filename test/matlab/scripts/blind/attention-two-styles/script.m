% Several attention layers of our own, in all the styles that students write them.
numHidden=64;
lgraph=layerGraph([sequenceInputLayer(10,'Name','in')
lstmLayer(numHidden,'Name','lstm')
additiveAttention(32)
layerNormalizationLayer('Name','ln')
gatedSum('gate')
channelGate(numHidden,4,'Name','se')
lastStep
fullyConnectedLayer(6,'Name','fc')]);
lgraph=connectLayers(lgraph,'lstm','gate/skip');
