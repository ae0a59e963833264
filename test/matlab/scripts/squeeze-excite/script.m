% channel attention after each convolution
lgraph = layerGraph();
lgraph = addLayers(lgraph,[imageInputLayer([16 16 3],"Name","imageinput") convolution2dLayer([3 3],32,"Name","conv_1","Padding","same") reluLayer("Name","relu_1")]);
r = 4;
c = 32;
tempLayers = [
    globalAveragePooling2dLayer("Name","gapool")
    fullyConnectedLayer(c/r,"Name","fc_1")
    reluLayer("Name","relu_2")
    fullyConnectedLayer(c,"Name","fc_2")
    sigmoidLayer("Name","sigmoid")];
lgraph = addLayers(lgraph,tempLayers);

tempLayers = [
    multiplicationLayer(2,"Name","multiplication")
    globalMaxPooling2dLayer("Name","gmpool")
    fullyConnectedLayer(2,"Name","fc_3")
    softmaxLayer("Name","softmax")
    classificationLayer("Name","classoutput")];
lgraph = addLayers(lgraph,tempLayers);
clear tempLayers;   % helper variable

lgraph = connectLayers(lgraph,"relu_1","gapool");
lgraph = connectLayers(lgraph,"relu_1","multiplication/in2");
lgraph = connectLayers(lgraph,"sigmoid","multiplication/in1");
plot(lgraph);
