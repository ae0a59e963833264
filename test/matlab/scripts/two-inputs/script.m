% images and features in one network
imageSize = [28 28 1];
numFeatures = 2;
numClasses = 10;
layers = [
    imageInputLayer(imageSize,Normalization="none",Name="images")
    convolution2dLayer(5,16)
    batchNormalizationLayer
    reluLayer
    fullyConnectedLayer(50)
    flattenLayer(Name="flatten")
    concatenationLayer(1,2,Name="cat")
    fullyConnectedLayer(numClasses)
    softmaxLayer];
net = dlnetwork;
net = addLayers(net,layers);
featInput = featureInputLayer(numFeatures,Name="features");
net = addLayers(net,featInput);
net = connectLayers(net,"features","cat/in2");
