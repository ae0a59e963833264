%% Conditional GAN for digits: the label comes as a one-hot vector
numLatent  = 50;
numClasses = 10;
projection = [7 7 64];
imageSize  = [28 28 1];

toImage = @(X,sz) dlarray(reshape(stripdims(X),[sz size(X,2)]),"SSCB");
% generator
netG = dlnetwork;
netG = addLayers(netG,[
    featureInputLayer(numLatent,Name="noise")
    fullyConnectedLayer(prod(projection),Name="g_proj")
    functionLayer(@(X) toImage(X,projection),Formattable=true,Name="g_image")
    concatenationLayer(3,2,Name="g_cat")
    transposedConv2dLayer(5,64,Cropping="same",Name="g_t1")
    batchNormalizationLayer(Name="g_bn1")
    reluLayer(Name="g_r1")
    transposedConv2dLayer(5,32,Stride=2,Cropping="same",Name="g_t2")
    batchNormalizationLayer(Name="g_bn2")
    reluLayer(Name="g_r2")
    transposedConv2dLayer(5,imageSize(3),Stride=2,Cropping="same",Name="g_t3")
    tanhLayer(Name="g_tanh")]);
netG = addLayers(netG,[
    featureInputLayer(numClasses,Name="label")
    fullyConnectedLayer(prod(projection(1:2)),Name="g_lab_fc")
    functionLayer(@(X) toImage(X,[projection(1:2) 1]),Formattable=true,Name="g_lab_image")]);
netG = connectLayers(netG,"g_lab_image","g_cat/in2");

% discriminator
netD = dlnetwork;
netD = addLayers(netD,[
    imageInputLayer(imageSize,Normalization="none",Name="image")
    dropoutLayer(0.25,Name="d_drop")
    concatenationLayer(3,2,Name="d_cat")]);
netD = addLayers(netD,[
    featureInputLayer(numClasses,Name="label")
    fullyConnectedLayer(prod(imageSize(1:2)),Name="d_lab_fc")
    functionLayer(@(X) toImage(X,[imageSize(1:2) 1]),Formattable=true,Name="d_lab_image")]);
netD = connectLayers(netD,"d_lab_image","d_cat/in2");
tail = "d_cat";
n = 0;
while n < 3
    n = n + 1;
    L = [convolution2dLayer(5,16*2^n,Stride=2,Padding="same",Name=compose("d_c%d",n))
         leakyReluLayer(0.2,Name=compose("d_l%d",n))];
    netD = addLayers(netD,L);
    netD = connectLayers(netD,tail,L(1).Name);
    tail = L(2).Name;
end
netD = addLayers(netD,convolution2dLayer(4,1,Name="d_score"));
netD = connectLayers(netD,tail,"d_score");

netG = initialize(netG);
netD = initialize(netD);

opt = struct("epochs",100,"batch",128,"lr",2e-4,"beta1",0.5,"beta2",0.999,"flip",0.35);
[XTrain,TTrain] = digitTrain4DArrayData;
ds = combine(arrayDatastore(rescale(XTrain,-1,1),IterationDimension=4),arrayDatastore(TTrain));
mbq = minibatchqueue(ds,MiniBatchSize=opt.batch,PartialMiniBatch="discard", ...
    MiniBatchFcn=@(x,t) deal(cat(4,x{:}),onehotencode(cat(2,t{:}),1)),MiniBatchFormat=["SSCB","CB"]);
[aG,sG,aD,sD] = deal([]);
it = 0;
for epoch = 1:opt.epochs
    reset(mbq);
    while hasdata(mbq)
        it = it + 1;
        [X,T] = next(mbq);
        Z = dlarray(randn(numLatent,opt.batch,"single"),"CB");
        [lG,lD,gG,gD,state] = dlfeval(@lossOfBoth,netG,netD,X,T,Z,opt.flip);
        netG.State = state;
        [netG,aG,sG] = adamupdate(netG,gG,aG,sG,it,opt.lr,opt.beta1,opt.beta2);
        [netD,aD,sD] = adamupdate(netD,gD,aD,sD,it,opt.lr,opt.beta1,opt.beta2);
        if mod(it,100) == 0 || it == 1
            fprintf("%6d  G %.3f  D %.3f\n",it,lG,lD);
        end
    end
end

function [lG,lD,gG,gD,state] = lossOfBoth(netG,netD,X,T,Z,flip)
YReal = sigmoid(forward(netD,X,T));
[XG,state] = forward(netG,Z,T);
YFake = sigmoid(forward(netD,XG,T));
k = rand(1,1,1,size(YReal,4)) < flip;
YReal(:,:,:,k) = 1 - YReal(:,:,:,k);
lD = -mean(log(YReal)) - mean(log(1-YFake));
lG = -mean(log(YFake));
gG = dlgradient(lG,netG.Learnables,RetainData=true);
gD = dlgradient(lD,netD.Learnables);
end
