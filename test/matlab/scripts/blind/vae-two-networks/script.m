%[text] # Variational autoencoder for images of digits
%[text] Encoder and decoder are two networks.
latentDim = 8;
imageSize = [28 28 1];
netE = dlnetwork([ imageInputLayer(imageSize,Normalization="none")
    convolution2dLayer(3,32,Padding="same",Stride=2)
    reluLayer
    convolution2dLayer(3,64,Padding="same",Stride=2)
    reluLayer
    fullyConnectedLayer(2*latentDim)
    samplingLayer(Name="sampling")]);
%[text] The decoder
smallSize = imageSize(1:2)/4;
n = prod([smallSize 64]);
toImage = functionLayer(@(X) dlarray(reshape(stripdims(X),[smallSize 64 size(X,2)]),"SSCB"),Formattable=true,Name="d_reshape");
layersD = [
    featureInputLayer(latentDim,Name="z")
    fullyConnectedLayer(n,Name="d_fc")
    reluLayer(Name="d_relu")
    toImage];
ch = [64 32];
for i = 1:2
    layersD = [layersD
        transposedConv2dLayer(3,ch(i),Cropping="same",Stride=2,Name="d_up"+i)
        reluLayer(Name="d_act"+i)];
end
layersD = [layersD; transposedConv2dLayer(3,1,Cropping="same",Name="d_out"); sigmoidLayer(Name="d_sig")];
netD = dlnetwork(layersD);
[netE,netD] = deal(netE,netD); %#ok
numEpochs = 30; learnRate = 1e-3;
avgG = []; %[output:5f2f4f5c]
function [loss,gradientsE,gradientsD] = modelLoss(netE,netD,X)
[Z,mu,logSigmaSq] = forward(netE,X);
Y = forward(netD,Z);
loss = elboLoss(Y,X,mu,logSigmaSq);
[gradientsE,gradientsD] = dlgradient(loss,netE.Learnables,netD.Learnables);
end
%[appendix]{"version":"1.0"}
