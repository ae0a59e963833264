% Physics-informed network for the Burgers equation  u_t + u u_x = nu u_xx
nu = 0.01/pi;
numBC = [25 25]; numIC = 50;
x0BC1 = -1*ones(1,numBC(1)); x0BC2 = ones(1,numBC(2));
t0BC1 = linspace(0,1,numBC(1)); t0BC2 = linspace(0,1,numBC(2));
u0BC1 = zeros(1,numBC(1)); u0BC2 = zeros(1,numBC(2));
x0IC = linspace(-1,1,numIC); t0IC = zeros(1,numIC); u0IC = -sin(pi*x0IC);
X0 = [x0IC x0BC1 x0BC2]; T0 = [t0IC t0BC1 t0BC2]; U0 = [u0IC u0BC1 u0BC2];
assert(isequal(size(X0),size(T0),size(U0)),'sizes of boundary data differ')

numPoints = 1e4;
if exist('sobolset','file')
    points = net(sobolset(2),numPoints);
else
    points = rand(numPoints,2);
end
dataX = 2*points(:,1)-1; dataT = points(:,2);
ds = arrayDatastore([dataX dataT]);

numHidden = 8; width = 20;
layers = featureInputLayer(size([dataX dataT],2),Name="xt");
k = 0;
while true
    k = k + 1;
    if k > numHidden
        break
    end
    layers = [layers
        fullyConnectedLayer(width,Name=sprintf("hidden%02d",k),WeightsInitializer="he")
        tanhLayer(Name=sprintf("tanh%02d",k))]; %#ok<AGROW>
end
layers(end+1) = fullyConnectedLayer(1,Name="u");
pinn = dlnetwork(layers)

mbq = minibatchqueue(ds,MiniBatchSize=1000,MiniBatchFormat="BC");
X0 = dlarray(X0,"CB"); T0 = dlarray(T0,"CB"); U0 = dlarray(U0);
accfun = dlaccelerate(@modelLoss);
averageGrad = []; averageSqGrad = []; iteration = 0;
initialLearnRate = 0.01; decayRate = 0.005;
for epoch = 1:3000
    reset(mbq);
    while hasdata(mbq)
        iteration = iteration + 1;
        XT = next(mbq);
        [loss,gradients] = dlfeval(accfun,pinn,XT(1,:),XT(2,:),X0,T0,U0,nu);
        learningRate = initialLearnRate / (1+decayRate*iteration);
        [pinn,averageGrad,averageSqGrad] = adamupdate(pinn,gradients,averageGrad,averageSqGrad,iteration,learningRate);
    end
    if ~mod(epoch,500), fprintf('epoch %d, loss %.3e\n',epoch,double(loss)); end
end

tTest = [0.25 0.5 0.75 1];
XTest = linspace(-1,1,1001);
figure, tiledlayout('flow')
for i = 1:numel(tTest)
    UPred = predict(pinn,dlarray([XTest; tTest(i)*ones(1,1001)],"CB"));
    UTest = arrayfun(@(x) solveBurgers(x,tTest(i),nu),XTest);
    err = norm(extractdata(UPred)-UTest)/norm(UTest);
    nexttile, plot(XTest,extractdata(UPred),'-',XTest,UTest,'--'), ylim([-1.1 1.1])
    title("t = " + tTest(i) + ", error " + err)
end

function [loss,gradients] = modelLoss(pinn,X,T,X0,T0,U0,nu)
    U = forward(pinn,cat(1,X,T));
    gradU = dlgradient(sum(U,'all'),{X,T},EnableHigherDerivatives=true);
    Ux = gradU{1}; Ut = gradU{2};
    Uxx = dlgradient(sum(Ux,'all'),X,EnableHigherDerivatives=true);
    f = Ut + U.*Ux - nu.*Uxx;
    lossF = mse(f,zeros(size(f),'like',f));
    lossU = l2loss(forward(pinn,cat(1,X0,T0)),U0);
    loss = lossF + lossU;
    gradients = dlgradient(loss,pinn.Learnables);
end
function u = solveBurgers(x,t,nu)
    f = @(y) exp(-cos(pi*y)/(2*pi*nu));
    g = @(y) exp(-(y.^2)/(4*nu*t));
    fun = @(eta) sin(pi*(x-eta)).*f(x-eta).*g(eta);
    u = -integral(fun,-inf,inf)/integral(@(eta) f(x-eta).*g(eta),-inf,inf);
end
