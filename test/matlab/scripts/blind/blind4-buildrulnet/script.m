function [net,info] = buildRulNet(numFeatures,opts)
%BUILDRULNET  Remaining useful life network for C-MAPSS.
%   NET = BUILDRULNET(17) returns an untrained dlnetwork.
%   NET = BUILDRULNET(17,HiddenUnits=[128 64],Dropout=0.3)
arguments
    numFeatures (1,1) double {mustBeInteger,mustBePositive}
    opts.HiddenUnits (1,:) double = [200 100]
    opts.Dropout (1,1) double {mustBeInRange(opts.Dropout,0,1)} = 0.5
    opts.Cell (1,1) string {mustBeMember(opts.Cell,["lstm","gru"])} = "lstm"
    opts.UseNorm (1,1) logical = true
end

layers = sequenceInputLayer(numFeatures,Name="sensors",Normalization="zscore");
nRec = numel(opts.HiddenUnits);
for k = 1:nRec
    h = opts.HiddenUnits(k);
    if k < nRec
        mode = "sequence";
    else
        mode = "last";
    end
    switch opts.Cell
        case "lstm"
            r = lstmLayer(h,OutputMode=mode,Name=opts.Cell + "_" + k);
        case {"gru","GRU"}
            r = gruLayer(h,OutputMode=mode,Name=opts.Cell + "_" + k);
        otherwise
            error("buildRulNet:cell","Unknown cell %s.",opts.Cell);
    end
    layers = [layers; r]; %#ok<AGROW>
    if opts.UseNorm && k ~= nRec
        layers(end+1) = layerNormalizationLayer; %#ok<AGROW>
    end
    layers(end+1,1) = dropoutLayer(opts.Dropout); %#ok<AGROW>
end
layers = [
    layers
    fullyConnectedLayer(50)
    reluLayer
    fullyConnectedLayer(1,Name="rul")];

net = dlnetwork(layers,Initialize=false);
if nargout > 1
    info.NumLayers = numel(net.Layers);
    info.Names = string({net.Layers.Name})';
end
end
