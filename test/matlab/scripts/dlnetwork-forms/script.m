% the forms of dlnetwork, addInputLayer and loops over strings
net = dlnetwork([fullyConnectedLayer(4,Name="fc1") reluLayer(Name="r1")],Initialize=false);
net = addInputLayer(net,featureInputLayer(6,Name="in"));
lg = layerGraph(net);
lg = addLayers(lg,regressionLayer('Name','out'));
lg = connectLayers(lg,'r1','out');
