% recurrent layers that pass their states on
enc = [sequenceInputLayer(3,Name="source") lstmLayer(20,OutputMode="last",HasStateOutputs=true,Name="encoder")];
dec = [sequenceInputLayer(5,Name="target") lstmLayer(20,HasStateInputs=true,Name="decoder") fullyConnectedLayer(5,Name="fc") softmaxLayer(Name="sm")];
net = dlnetwork;
net = addLayers(net,enc);
net = addLayers(net,dec);
net = connectLayers(net,"encoder/hidden","decoder/hidden");
net = connectLayers(net,"encoder/cell","decoder/cell");
