% layers made of functions
reshapeLayer = functionLayer(@(X) X*2,Name="twice");
mix = functionLayer(@(A,B) A - B,Name="mix",Formattable=true,Acceleratable=true,Description="difference");
net = dlnetwork;
net = addLayers(net,[featureInputLayer(4,Name="in") reshapeLayer mix fullyConnectedLayer(2,Name="fc")]);
net = connectLayers(net,"in","mix/in2");
