function vae_faces
% VAE on aligned faces.  2023-05 J.K.
% (main function + local functions, run with F5)
global LATENT
LATENT = 32;
imageSize = [32 32 3];
imds = imageDatastore('~/data/celeba32','ReadSize',512);

netE = encoderNet(imageSize);
netD = decoderNet();

numEpochs = 50; miniBatchSize = 128; learnRate = 1e-3;
mbq = minibatchqueue(imds,'MiniBatchSize',miniBatchSize,'MiniBatchFcn',@(d) rescale(cat(4,d{:})),'MiniBatchFormat','SSCB','PartialMiniBatch','discard');
aE=[]; aE2=[]; aD=[]; aD2=[];
it = 0; ep = 0;
monitor = trainingProgressMonitor('Metrics','Loss','Info','Epoch','XLabel','Iteration');
while ep < numEpochs && ~monitor.Stop
    ep = ep+1;
    shuffle(mbq);
    while hasdata(mbq) && ~monitor.Stop
        it = it+1;
        X = next(mbq);
        [loss,gE,gD] = dlfeval(@elbo,netE,netD,X);
        [netE,aE,aE2] = adamupdate(netE,gE,aE,aE2,it,learnRate);
        [netD,aD,aD2] = adamupdate(netD,gD,aD,aD2,it,learnRate);
        recordMetrics(monitor,it,Loss=loss);
        updateInfo(monitor,Epoch=ep + " of " + numEpochs);
    end
end
end

function net = encoderNet(sz)
global LATENT
n = {16,32,64};
blocks = cellfun(@(f) [convolution2dLayer(3,f,'Padding','same','Stride',2); reluLayer], n, 'UniformOutput', false);
layers = [imageInputLayer(sz,'Normalization','none'); vertcat(blocks{:}); fullyConnectedLayer(2*LATENT); samplingLayer('Name','z')];
net = dlnetwork(layers);
end

function net = decoderNet
global LATENT
layers = [
    featureInputLayer(LATENT,'Name','latent')
    fullyConnectedLayer(4*4*64)
    functionLayer(@(X) dlarray(reshape(stripdims(X),4,4,64,[]),'SSCB'),'Formattable',true,'Name','toimage')
    ];
for f = [64 32 16]
    layers = [layers
        transposedConv2dLayer(3,f,'Cropping','same','Stride',2)
        reluLayer];
end
layers = [layers; transposedConv2dLayer(3,3,'Cropping','same'); sigmoidLayer];
net = dlnetwork(layers);
end

function [loss,gE,gD] = elbo(netE,netD,X)
[Z,mu,logvar] = forward(netE,X);
Y = forward(netD,Z);
rec = mse(Y,X);
KL = -0.5*sum(1+logvar-mu.^2-exp(logvar),1);
loss = rec + mean(KL);
[gE,gD] = dlgradient(loss,netE.Learnables,netD.Learnables);
end
