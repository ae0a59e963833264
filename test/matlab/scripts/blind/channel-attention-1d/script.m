% 1-D squeeze and excitation with functionLayer and dlnetwork
numFilters = 12;
net = dlnetwork;
tempNet = [
    sequenceInputLayer(6,"Name","input")
    convolution1dLayer(3,numFilters,"Name","conv","Padding","same")];
net = addLayers(net,tempNet);
tempNet = [
    globalAveragePooling1dLayer("Name","gap")
    fullyConnectedLayer(numFilters/4,"Name","fc1")
    reluLayer("Name","relu")
    fullyConnectedLayer(numFilters,"Name","fc2")
    sigmoidLayer("Name","sig")];
net = addLayers(net,tempNet);
tempNet = multiplicationLayer(2,"Name","mul");
net = addLayers(net,tempNet);
tempNet = [
    globalMaxPooling1dLayer("Name","gmp")
    fullyConnectedLayer(3,"Name","fc3")
    softmaxLayer("Name","softmax")];
net = addLayers(net,tempNet);

% clean up helper variable
clear tempNet;
net = connectLayers(net,"conv","gap");
net = connectLayers(net,"conv","mul/in1");
net = connectLayers(net,"sig","mul/in2");
net = connectLayers(net,"mul","gmp");
net = initialize(net);
summary(net)
