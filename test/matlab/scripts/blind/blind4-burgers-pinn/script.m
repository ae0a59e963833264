%% Physics informed NN, Burgers' equation (sweep over depth; keep the best)
numBoundaryConditionPoints = [25 25];
x0BC1 = -1*ones(1,numBoundaryConditionPoints(1));
x0BC2 = ones(1,numBoundaryConditionPoints(2));
t0BC1 = linspace(0,1,numBoundaryConditionPoints(1));
t0BC2 = linspace(0,1,numBoundaryConditionPoints(2));
x0IC = linspace(-1,1,50); u0IC = -sin(pi*x0IC);
X0 = [x0IC x0BC1 x0BC2];
ref = load('burgers_shock.mat');   % not in the repo

cfg = containers.Map({'layers','neurons','act'},{5,20,'tanh'});
net = mlp(cfg);
net = dlupdate(@double,net);
maxIter = 2000;
if ref.nu > 0
    solverState = lbfgsState;
    for k = 1:maxIter
        [net,solverState] = lbfgsupdate(net,@(n) dlfeval(@loss,n,ref),solverState);
    end
end

function net = mlp(cfg)
    layers = featureInputLayer(2,Name="xt");
    for i = 1:cfg('layers')-1
        layers = [layers fullyConnectedLayer(cfg('neurons'),Name=sprintf("fc%02d",i))]; %#ok<AGROW>
        switch lower(cfg('act'))
            case 'tanh',  a = tanhLayer;
            case {'swish','silu'}, a = swishLayer;
            case 'sine'
                a = functionLayer(@sin,Name="sin"+i);
        end
        layers = [layers, a];
    end
    layers = [layers fullyConnectedLayer(1,Name="u")];
    net = initialize(dlnetwork(layers,'Initialize',false));
end
