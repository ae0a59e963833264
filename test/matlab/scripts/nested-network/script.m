inner = dlnetwork([convolution1dLayer(3,8,Padding="same",Name="conv") reluLayer(Name="relu")],Initialize=false);
net = dlnetwork([sequenceInputLayer(8,Name="in") identityLayer(Name="id") networkLayer(inner,Name="block")]);
in2 = inputLayer([4 NaN],"CB",Name="free");
other = dlnetwork([in2 fullyConnectedLayer(3,Name="fc")]);
