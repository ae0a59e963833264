function run_pinn_ode
% y' = -2 x y, y(0)=1 -> exp(-x^2)
rng(0)
net = dlnetwork([featureInputLayer(1); fullyConnectedLayer(16); tanhLayer; fullyConnectedLayer(16); tanhLayer; fullyConnectedLayer(1)]);
x = dlarray(linspace(0,2,64),'CB');
ic = 7;
vel = [];  avg = [];
lossFcn = @modelLoss;
l0 = NaN;
for it = 1:300
    [l,g] = dlfeval(lossFcn,net,x,ic);
    if isnan(l0), l0 = extractdata(l); end
    [net,vel,avg] = adamupdate(net,g,vel,avg,it,0.01);
end
xt = linspace(0,2,50)';
yt = exp(-xt.^2);
yp = predict(net,dlarray(xt','CB'));
e = max(abs(extractdata(yp)' - yt));
fprintf('max error ok: %d, first loss bigger: %d\n', e < 0.15, l0 > extractdata(l));
fprintf('learnables: %d\n', sum(cellfun(@numel,net.Learnables.Value)));
    function [loss,grad] = modelLoss(net,x,icCoeff)
        y = forward(net,x);
        dy = dlgradient(sum(y,'all'),x,'EnableHigherDerivatives',true);
        eq = dy + 2*y.*x;
        y0 = forward(net,dlarray(0,'CB'));
        loss = mean(eq.^2,'all') + icCoeff*(y0-1).^2;
        grad = dlgradient(loss,net.Learnables);
    end
end
