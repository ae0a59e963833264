clearvars; clc
s = load("HumanActivityTrain");
XTrain = s.XTrain; TTrain = s.YTrain;
numFeatures = 3; classes = categories(TTrain{1}); numClasses = 5;

% block factory as a function handle
nf = 24; k = 3;
conv = @(i,j) convolution1dLayer(k,nf,DilationFactor=2^(i-1),Padding="causal",Name="c"+i+j);
tail = {@() layerNormalizationLayer, @() reluLayer, @() dropoutLayer(0.05)};
rest = @() cellfun(@(f) f(), tail, UniformOutput=false);
blockFcn = @(i) cat(1, conv(i,"a"), asArray(rest()), conv(i,"b"), asArray(rest()), additionLayer(2,Name="sum"+i));

lg = layerGraph(sequenceInputLayer(numFeatures,Normalization="rescale-symmetric",Name="x"));
from = "x";
numBlocks = 3;
while numBlocks > 0
    i = 4-numBlocks;
    lg = addLayers(lg,blockFcn(i));
    lg = connectLayers(lg,from,"c"+i+"a");
    if i==1
        lg = addLayers(lg,convolution1dLayer(1,nf,Name="skip"));
        lg = connectLayers(lg,from,"skip");
        lg = connectLayers(lg,"skip","sum1/in2");
    else
        lg = connectLayers(lg,from,"sum"+i+"/in2");
    end
    from = "sum"+i;
    numBlocks = numBlocks-1;
end
lg = addLayers(lg,[fullyConnectedLayer(numClasses,Name="fc"); softmaxLayer; classificationLayer]);
lg = connectLayers(lg,from,"fc");
figure, plot(lg), title("TCN")
options = trainingOptions("adam",MaxEpochs=60,miniBatchSize=1,Plots="training-progress",Verbose=0);
net = trainNetwork(XTrain,TTrain,lg,options);

function a = asArray(c)
a = [];
for q = 1:numel(c)
    a = [a; c{q}];
end
end
