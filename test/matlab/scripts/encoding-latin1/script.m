% réseau à convolution: taille donnée
% a sequence autoencoder for anomaly detection
numChannels = 3;
numDownsamples = 2;
filterSize = 7;
numFilters = 16;
dropoutProb = 0.2;
layers = sequenceInputLayer(numChannels,Normalization="zscore",MinLength=64);
for i = 1:numDownsamples
    layers = [
        layers
        convolution1dLayer(filterSize,(numDownsamples+1-i)*numFilters,Padding="same",Stride=2)
        reluLayer
        dropoutLayer(dropoutProb)];
end
for i = 1:numDownsamples
    layers = [
        layers
        transposedConv1dLayer(filterSize,i*numFilters,Cropping="same",Stride=2)
        reluLayer
        dropoutLayer(dropoutProb)];
end
layers = [
    layers
    transposedConv1dLayer(filterSize,numChannels,Cropping="same")
    regressionLayer];
lgraph = layerGraph(layers);
options = trainingOptions("adam",MaxEpochs=120,Shuffle="every-epoch",ValidationData={XValidation,XValidation},Verbose=0,Plots="training-progress");
net = trainNetwork(XTrain,XTrain,lgraph,options);
