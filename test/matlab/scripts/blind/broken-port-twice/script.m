net = dlnetwork;
net = addLayers(net,[featureInputLayer(5,Name="a"); fullyConnectedLayer(3,Name="fa")]);
net = addLayers(net,[featureInputLayer(5,Name="b"); fullyConnectedLayer(3,Name="fb")]);
net = addLayers(net,additionLayer(3,Name="sum"));
net = connectLayers(net,"fa","sum/in1");
net = connectLayers(net,"fb","sum/in2");

% the third input should have been used
net = connectLayers(net, ...
    "b","sum/in2");
