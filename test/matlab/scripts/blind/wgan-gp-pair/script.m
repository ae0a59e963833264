%% Train WGAN-GP
inputSize = [64 64 3];
numFilters = 64;   scale = 0.2;
layersD = [
    imageInputLayer(inputSize,Normalization="none",Name="images")
    ];
nf = numFilters;
for i=1:3
  layersD = [layersD; convolution2dLayer(5,nf,Stride=2,Padding="same",Name="conv"+i); leakyReluLayer(scale,Name="lrelu"+i)];
  nf = nf*2;
end
layersD = [layersD
    convolution2dLayer(4,1,Name="conv4")
    sigmoidLayer(Name="sigmoid")];
netD = dlnetwork(layersD);

filterSize = 5; numLatentInputs = 100; projectionSize = [4 4 512];
layersG = [
    featureInputLayer(numLatentInputs,Name="noise")
    projectAndReshapeLayer(projectionSize,numLatentInputs,Name="proj")];
filters = {[],2*numFilters,numFilters,inputSize(end)};
for i = 1:4
    if ~isempty(filters{i})
        layersG = [layersG; transposedConv2dLayer(filterSize,filters{i},Stride=2,Cropping="same",Name=sprintf("tconv%d",i))]; %#ok<AGROW>
    end
    if i<4
        layersG = [layersG; batchNormalizationLayer(Name="bnorm"+i); reluLayer(Name="relu"+i)]; %#ok<AGROW>
    end
end
layersG(end+1) = tanhLayer(Name="tanh");
netG = dlnetwork(layersG);

miniBatchSize = 64; numIterationsG = 1000; numIterationsDPerG = 5; lambda = 10;
trailingAvgD = []; trailingAvgSqD = [];
mbq = minibatchqueue(augimds,MiniBatchSize=miniBatchSize,PartialMiniBatch="discard",MiniBatchFormat="SSCB");
iterationG = 0;
while iterationG < numIterationsG
    iterationG = iterationG + 1;
    for n = 1:numIterationsDPerG
        X = next(mbq);
        Z = dlarray(randn([numLatentInputs size(X,4)]),"CB");
        [lossD,gradD] = dlfeval(@modelLossD,netD,netG,X,Z,lambda);
        [netD,trailingAvgD,trailingAvgSqD] = adamupdate(netD,gradD,trailingAvgD,trailingAvgSqD,iterationG,2e-4,0,0.9);
    end
end
function [lossD,gradD] = modelLossD(netD,netG,X,Z,lambda)
    XG = forward(netG,Z);
    lossD = mean(forward(netD,XG)) - mean(forward(netD,X));
    gradD = dlgradient(lossD,netD.Learnables);
end
