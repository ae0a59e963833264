%% Which kind of network for the walking data?  k-fold comparison on made data
rng('default')
nPerClass = 40; T = 100; classNames = {'slow','fast','stairs'};
y = repelem((1:3)',nPerClass);
Y = categorical(y,1:3,classNames);
freq = [1 2 1.5];
X = cell(numel(y),1);
for i = 1:numel(y)
    tt = (1:T)/50;
    X{i} = [sin(2*pi*freq(y(i))*tt); cos(2*pi*freq(y(i))*tt)] + 0.3*randn(2,T);
end
numFeatures = size(X{1},1);
numClasses = numel(categories(Y));
kinds = {'lstm','conv','gru'};
K = 5;
acc = nan(K,numel(kinds));
cv = cvpartition(Y,'KFold',K);
for m = 1:numel(kinds)
    kind = kinds{m};
    for fold = 1:K
        tr = training(cv,fold);
        te = test(cv,fold);
        switch kind
            case {'lstm','gru'}
                maker = str2func([kind 'Layer']);
                core = maker(32,'OutputMode','last');
            case 'conv'
                core = [convolution1dLayer(5,16,'Padding','same')
                        reluLayer
                        globalAveragePooling1dLayer];
            otherwise
                error('kind %s?',kind)
        end
        layers = [sequenceInputLayer(numFeatures)
                  core
                  fullyConnectedLayer(numClasses)
                  softmaxLayer
                  classificationLayer];
        options = trainingOptions('adam','MaxEpochs',10*m,'MiniBatchSize',16,'Shuffle','every-epoch','Verbose',false);
        net = trainNetwork(X(tr),Y(tr),layers,options);
        acc(fold,m) = mean(classify(net,X(te)) == Y(te));
    end
end
R = array2table(acc,'VariableNames',kinds,'RowNames',compose('fold%d',1:K));
disp(R)
[~,bestKind] = max(mean(acc));
boxplot(acc,'Labels',kinds), ylabel('accuracy'), grid on
