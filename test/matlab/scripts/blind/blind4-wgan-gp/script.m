%% Train WGAN-GP on flowers
rng(123)
imageFolder = fullfile('.','flower_photos');
imds = imageDatastore(imageFolder,IncludeSubfolders=true);
augimds = augmentedImageDatastore([64 64],imds);

numLatentInputs = 100;
filterSize = 5; numFilters = 64; scale = 0.2;
inputSize = [64 64 3];
projectionSize = [4 4 512];

layersD = [
    imageInputLayer(inputSize,Normalization="none")
    convolution2dLayer(filterSize,numFilters,Stride=2,Padding="same")
    leakyReluLayer(scale)
    convolution2dLayer(filterSize,2*numFilters,Stride=2,Padding="same")
    layerNormalizationLayer
    leakyReluLayer(scale)
    convolution2dLayer(filterSize,4*numFilters,Stride=2,Padding="same")
    layerNormalizationLayer
    leakyReluLayer(scale)
    convolution2dLayer(filterSize,8*numFilters,Stride=2,Padding="same")
    layerNormalizationLayer
    leakyReluLayer(scale)
    convolution2dLayer(4,1)
    sigmoidLayer];
lgraphD = layerGraph(layersD);
dlnetD = dlnetwork(lgraphD);

layersG = [
    featureInputLayer(numLatentInputs,Normalization="none",Name="in")
    projectAndReshapeLayer(projectionSize,numLatentInputs,'proj')
    transposedConv2dLayer(filterSize,4*numFilters,Name="tconv1")
    batchNormalizationLayer(Name="bn1")
    reluLayer(Name="relu1")
    transposedConv2dLayer(filterSize,2*numFilters,Stride=2,Cropping="same",Name="tconv2")
    batchNormalizationLayer(Name="bn2")
    reluLayer(Name="relu2")
    transposedConv2dLayer(filterSize,numFilters,Stride=2,Cropping="same",Name="tconv3")
    batchNormalizationLayer(Name="bn3")
    reluLayer(Name="relu3")
    transposedConv2dLayer(filterSize,3,Stride=2,Cropping="same",Name="tconv4")
    tanhLayer(Name="tanh")];
dlnetG = dlnetwork(layersG);

miniBatchSize = 64; numIterationsG = 5000; numIterationsDPerG = 5; lambda = 10;
learnRateD = 2e-4; learnRateG = 1e-3; gradientDecayFactor = 0; squaredGradientDecayFactor = 0.9;
augimds.MiniBatchSize = miniBatchSize;
mbq = minibatchqueue(augimds,MiniBatchSize=miniBatchSize,PartialMiniBatch="discard", ...
    MiniBatchFcn=@preprocessMiniBatch,MiniBatchFormat="SSCB");
trailingAvgD = []; trailingAvgSqD = []; trailingAvgG = []; trailingAvgSqG = [];
ZVal = dlarray(randn(numLatentInputs,25,'single'),'CB');
f = figure; lineG = animatedline(Color=[0 0.447 0.741]);
iterationG = 0; start = tic;
while iterationG < numIterationsG
    iterationG = iterationG + 1;
    for n = 1:numIterationsDPerG
        if ~hasdata(mbq), shuffle(mbq); end
        X = next(mbq);
        Z = dlarray(randn([numLatentInputs size(X,4)],'like',X),"CB");
        [lossD,lossDUnreg,gradientsD] = dlfeval(@modelLossD,dlnetD,dlnetG,X,Z,lambda);
        [dlnetD,trailingAvgD,trailingAvgSqD] = adamupdate(dlnetD,gradientsD,trailingAvgD,trailingAvgSqD,iterationG,learnRateD,gradientDecayFactor,squaredGradientDecayFactor);
    end
    Z = dlarray(randn([numLatentInputs miniBatchSize],'single'),"CB");
    [~,gradientsG] = dlfeval(@modelLossG,dlnetG,dlnetD,Z);
    [dlnetG,trailingAvgG,trailingAvgSqG] = adamupdate(dlnetG,gradientsG,trailingAvgG,trailingAvgSqG,iterationG,learnRateG,gradientDecayFactor,squaredGradientDecayFactor);
    if mod(iterationG,20)==0 || iterationG==1
        I = imtile(extractdata(predict(dlnetG,ZVal)));
        image(rescale(I)); drawnow
        addpoints(lineG,iterationG,double(lossDUnreg));
        D = duration(0,0,toc(start),'Format','hh:mm:ss');
        title("Iteration: " + iterationG + ", Elapsed: " + string(D))
    end
end

function [lossD,lossDUnreg,gradientsD] = modelLossD(dlnetD,dlnetG,X,Z,lambda)
YPred = forward(dlnetD,X);
XG = forward(dlnetG,Z);
YG = forward(dlnetD,XG);
lossDUnreg = mean(YG - YPred);
eps_ = rand([1 1 1 size(X,4)],'like',X);
XHat = eps_.*X + (1-eps_).*XG;
YHat = forward(dlnetD,XHat);
gradientsHat = dlgradient(sum(YHat),XHat,EnableHigherDerivatives=true);
gradientsHatNorm = sqrt(sum(gradientsHat.^2,1:3) + 1e-10);
lossD = lossDUnreg + lambda.*mean((gradientsHatNorm-1).^2);
gradientsD = dlgradient(lossD,dlnetD.Learnables);
end
function [lossG,gradientsG] = modelLossG(dlnetG,dlnetD,Z)
lossG = -mean(forward(dlnetD,forward(dlnetG,Z)));
gradientsG = dlgradient(lossG,dlnetG.Learnables);
end
function X = preprocessMiniBatch(data)
X = cat(4,data{:});
X = rescale(X,-1,1,InputMin=0,InputMax=255);
end
