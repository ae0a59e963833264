%% Detection of anomalies of a pump with a 1-D convolutional autoencoder
% healthy data only for training; threshold from the errors of reconstruction
load("pumpSignals.mat","healthy","faulty");      % cells, each 3-by-512
numChannels = 3;
numDownsamples = 2;
filterSize = 7;
numFilters = 16;
dropoutProb = 0.2;
useLeaky = true;

act = @(name) reluLayer(Name=name);
if useLeaky
    act = @(name) leakyReluLayer(0.1,Name=name);
end

layers = sequenceInputLayer(numChannels,Normalization="zscore",MinLength=512,Name="sensor");
for i = 1:numDownsamples
    layers = [
        layers
        convolution1dLayer(filterSize,(numDownsamples+1-i)*numFilters,Padding="same",Stride=2,Name="down"+i)
        act("down"+i+"_act")
        dropoutLayer(dropoutProb,Name="down"+i+"_drop")]; %#ok<AGROW>
end
for i = 1:numDownsamples
    layers = [
        layers
        transposedConv1dLayer(filterSize,i*numFilters,Cropping="same",Stride=2,Name="up"+i)
        act("up"+i+"_act")
        dropoutLayer(dropoutProb,Name="up"+i+"_drop")]; %#ok<AGROW>
end
layers = [
    layers
    transposedConv1dLayer(filterSize,numChannels,Cropping="same",Name="rebuild")
    regressionLayer(Name="mismatch")];

options = trainingOptions("adam",MaxEpochs=120,Shuffle="every-epoch",Verbose=0,Plots="training-progress");
net = trainNetwork(healthy,healthy,layers,options);

YH = predict(net,healthy);
eH = cellfun(@(a,b) sqrt(mean((a-b).^2,"all")),healthy,YH);
thr = mean(eH) + 3*std(eH);
YF = predict(net,faulty);
eF = cellfun(@(a,b) sqrt(mean((a-b).^2,"all")),faulty,YF);
figure
histogram(eH), hold on, histogram(eF), xline(thr,"r--"), hold off
legend("healthy","faulty","threshold")
fprintf("%d of %d faulty windows found\n",sum(eF>thr),numel(eF));
