%% Does the sound explain the vibration?  Cross attention between two sensors, R2024a
labels = ["ok","unbalance","misaligned","loose"];
m = matfile("machines.mat");
XSound = m.sound; XVib = m.vibration;          % cells, both T-by-channels
T = categorical(m.state,labels);
sensors = dictionary(["sound" "vib"],[13 3]);
heads = 4; width = 32;

net = dlnetwork;
for name = ["sound" "vib"]
    net = addLayers(net,[
        sequenceInputLayer(sensors(name),Normalization="zscore",Name=name)
        convolution1dLayer(5,width,Padding="same",Name=name+"_conv")
        layerNormalizationLayer(Name=name+"_ln")
        geluLayer(Name=name+"_act")]);
end
net = addLayers(net,attentionLayer(heads,Name="cross",HasScoresOutput=true));
net = addLayers(net,[
    additionLayer(2,Name="residual")
    layerNormalizationLayer(Name="post_ln")
    globalMaxPooling1dLayer(Name="pool")
    dropoutLayer(0.3,Name="dropout")
    fullyConnectedLayer(numel(labels),Name="fc")
    softmaxLayer(Name="state")]);
net = addLayers(net,functionLayer(@(S) mean(S,1),Name="score_mean",Description="mean over keys"));
net = connectLayers(net,"vib_act","cross/query");
net = connectLayers(net,"sound_act","cross/key");
net = connectLayers(net,"sound_act","cross/value");
net = connectLayers(net,"cross/out","residual/in1");
net = connectLayers(net,"vib_act","residual/in2");
net = connectLayers(net,"cross/scores","score_mean");
net = disconnectLayers(net,"cross/scores","score_mean");
net = removeLayers(net,"score_mean");           % was for looking only

cv = cvpartition(T,Holdout=0.25,Stratify=true);
iTr = training(cv); iTe = test(cv);
dsTrain = combine(arrayDatastore(XSound(iTr),OutputType="same"),arrayDatastore(XVib(iTr),OutputType="same"),arrayDatastore(T(iTr)));
options = trainingOptions("rmsprop",MaxEpochs=40,MiniBatchSize=24,InitialLearnRate=1e-3,SquaredGradientDecayFactor=0.95,Shuffle="every-epoch",Verbose=false);
net = trainnet(dsTrain,net,@(Y,~,T) crossentropy(Y,T),options);
[scores,attn] = predict(net,XSound{1},XVib{1},Outputs=["state" "cross/scores"]);
