% network made by two functions, one with switch on text, default arguments by exist
inputSize = [64 64 3];
G = makeGenerator('small');
D = makeDiscriminator(inputSize);
function net = makeGenerator(kind,ch)
if ~exist('ch','var') || isempty(ch)
    ch = 16;
end
switch lower(kind)
    case "small"
        mult = 1;
    case "large"
        mult = 4;
end
lays = [featureInputLayer(32,'Name','noise'), fullyConnectedLayer(mult*ch*16,'Name','expand'), reluLayer('Name','act')];
net = dlnetwork(layerGraph(lays));
end
function net = makeDiscriminator(sz)
lg = layerGraph(imageInputLayer(sz,'Name','im','Normalization','none'));
last = 'im';
ch = 8;
while ch <= 32
    nm = ['conv' num2str(ch)];
    lg = addLayers(lg,[convolution2dLayer(4,ch,'Stride',2,'Padding','same','Name',nm);leakyReluLayer(0.2,'Name',[nm '_act'])]);
    lg = connectLayers(lg,last,nm);
    last = [nm '_act'];
    ch = ch*2;
end
lg = addLayers(lg,fullyConnectedLayer(1,'Name','score'));
lg = connectLayers(lg,last,'score');
net = dlnetwork(lg);
end
