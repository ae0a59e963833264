% a generator and a critic; the script trains them in a loop of its own
numLatentInputs = 100;
projectionSize = [4 4 64];
numFilters = 32;
layersG = [
    featureInputLayer(numLatentInputs,Name="in")
    fullyConnectedLayer(prod(projectionSize),Name="proj")
    leakyReluLayer(0.2,Name="lrelu")
    fullyConnectedLayer(numFilters)
    tanhLayer];
netG = dlnetwork(layersG);
scale = 0.2;
layersD = [
    imageInputLayer([16 16 3],Normalization="none")
    convolution2dLayer(5,numFilters,Stride=2,Padding="same")
    leakyReluLayer(scale)
    convolution2dLayer(5,2*numFilters,Stride=2,Padding="same")
    layerNormalizationLayer
    leakyReluLayer(scale)
    convolution2dLayer(4,1)
    sigmoidLayer];
netD = dlnetwork(layersD);
trailingAvgG = [];
iteration = 0;
for epoch = 1:50
    iteration = iteration + 1;
end
