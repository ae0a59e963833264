layers = [
    featureInputLayer(3)
    fullyConnectedLayer(4,'Nme','fc')];
