numHidden = 10;
layers = [ sequenceInputLayer(3)
    lstmLayer(numHidden,'OutputMode','last'
    fullyConnectedLayer(1)
    regressionLayer ];
