% two inputs, custom PReLU layer, R2024a style
rng(11);
N = 120;
A = rand(N,3); B = rand(N,2);
y = 2*A(:,1) - A(:,2).*B(:,1) + 0.5*(B(:,2)>0.5);
net = dlnetwork;
net = addLayers(net,[featureInputLayer(3,Name="a"); fullyConnectedLayer(12); preluLayer(12,"prelu_a")]);
net = addLayers(net,[featureInputLayer(2,Name="b"); fullyConnectedLayer(12); preluLayer(12,"prelu_b"); concatenationLayer(1,2,Name="cat"); fullyConnectedLayer(8); preluLayer(8,"prelu_c"); fullyConnectedLayer(1,Name="y")]);
net = connectLayers(net,"prelu_a","cat/in2");
history = containers.Map('KeyType','double','ValueType','any');
dsTrain = combine(arrayDatastore(A',IterationDimension=2),arrayDatastore(B',IterationDimension=2),arrayDatastore(y));
lrs = [1e-2 1e-3];
for lr = lrs
    opts = trainingOptions("adam",MaxEpochs=40,MiniBatchSize=24,InitialLearnRate=lr,Verbose=false,Shuffle="every-epoch");
    try
        trained = trainnet(dsTrain,net,"mse",opts);
    catch err
        fprintf(2,'%s\n',err.message);
        rethrow(err)
    end
    p = minibatchpredict(trained,A,B);
    history(lr) = struct('rmse',sqrt(mean((p-y).^2)),'net',trained);
end
ks = cell2mat(keys(history));
fprintf('%g ',ks); fprintf('\n');
r = cellfun(@(h) double(h.rmse),values(history));
[~,ib] = min(r);
fprintf('best lr %g\n',ks(ib));
fprintf('rmse below std: %d\n', r(ib) < 0.7*std(y));
try
    connectLayers(net,"prelu_b","cat/in2");
    disp('no error')
catch e
    disp('connect refused')
end
L = history(ks(ib)).net.Layers;
disp(class(L(3)) + " " + numel(L))
