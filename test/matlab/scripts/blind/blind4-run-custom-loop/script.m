%% custom training loop, time-based decay, on synthetic seqs
rng(1)
N = 80; T = 20; C = 2;
X = zeros(C,N,T); labels = zeros(1,N);
for n=1:N
    labels(n) = mod(n,2)+1;
    f = 0.2*labels(n)^2;
    X(1,n,:) = sin(2*pi*f*(1:T)/2 + rand);
    X(2,n,:) = cos(2*pi*f*(1:T)/2 + rand);
end
TOne = onehotencode(categorical(labels),1);
dsX = arrayDatastore(X,IterationDimension=2);
dsT = arrayDatastore(TOne,IterationDimension=2);
mbq = minibatchqueue(combine(dsX,dsT),MiniBatchSize=16,MiniBatchFcn=@prep,MiniBatchFormat=["CBT" "CB"]);

net = dlnetwork([sequenceInputLayer(C,Name="in"); gruLayer(12,OutputMode="last",Name="gru"); fullyConnectedLayer(2); softmaxLayer]);
numEpochs = 15; initialLearnRate = 0.03; decay = 0.01;
averageGrad = []; averageSqGrad = [];
iteration = 0; hist = [];
for epoch = 1:numEpochs
    shuffle(mbq);
    while hasdata(mbq)
        iteration = iteration + 1;
        [x,t] = next(mbq);
        [loss,grad,state] = dlfeval(@modelLoss,net,x,t);
        net.State = state;
        net = resetState(net);
        learnRate = initialLearnRate/(1+decay*iteration);
        [net,averageGrad,averageSqGrad] = adamupdate(net,grad,averageGrad,averageSqGrad,iteration,learnRate);
        hist(iteration) = double(gather(extractdata(loss)));
    end
    if ~rem(epoch,5)
        disp("Epoch "+epoch+" done after "+iteration+" iterations");
    end
end
Y = predict(net,dlarray(single(X),"CBT"));
YL = onehotdecode(Y,1:2,1);
acc = sum(double(YL)==labels)/N;
fprintf('%s acc=%.3f loss fell=%d\n',class(hist),acc,mean(hist(end-4:end))<mean(hist(1:5)));

function [loss,grad,state] = modelLoss(net,x,t)
[y,state] = forward(net,x);
loss = crossentropy(y,t);
grad = dlgradient(loss,net.Learnables);
end
function [x,t] = prep(xc,tc)
x = cat(2,xc{:});
t = cat(2,tc{:});
end
