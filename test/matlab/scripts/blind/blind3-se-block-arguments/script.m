function net = seNet1d(numFeatures,numClasses,opt)
%seNet1d  Squeeze-and-excitation network for sequences of fixed length
%
%   net = seNet1d(6,4)
%   net = seNet1d(6,4,Ratio=4,Stages=[32 64])
arguments
    numFeatures (1,1) double {mustBeInteger,mustBePositive}
    numClasses  (1,1) double {mustBeInteger,mustBePositive}
    opt.Stages (1,:) double = [16 32]
    opt.Ratio (1,1) double {mustBeGreaterThan(opt.Ratio,1)} = 8
    opt.KernelSize = 5
    opt.Activation (1,1) string {mustBeMember(opt.Activation,["relu","gelu","swish"])} = "relu"
    opt.Verbose (1,1) logical = false
end
makeAct = str2func(opt.Activation + "Layer");

net = dlnetwork;
net = addLayers(net,sequenceInputLayer(numFeatures,Name="x",Normalization="zscore"));
tail = "x";
for i = 1:numel(opt.Stages)
    [net,tail] = stage(net,tail,"s"+i,opt.Stages(i));
    if opt.Verbose
        fprintf("%s done, %d layers\n",tail,numel(net.Layers));
    end
end
net = addLayers(net,[
    globalAveragePooling1dLayer(Name="pool")
    fullyConnectedLayer(numClasses,Name="fc")
    softmaxLayer(Name="sm")]);
net = connectLayers(net,tail,"pool");

    function [net,out] = stage(net,in,tag,n)
        squeezed = max(2,floor(n/opt.Ratio));
        main = [
            convolution1dLayer(opt.KernelSize,n,Padding="same",Name=tag+"_conv")
            batchNormalizationLayer(Name=tag+"_bn")
            makeAct(Name=tag+"_act")
            multiplicationLayer(2,Name=tag+"_scale")];
        gate = [
            globalAveragePooling1dLayer(Name=tag+"_squeeze")
            fullyConnectedLayer(squeezed,Name=tag+"_down")
            reluLayer(Name=tag+"_grelu")
            fullyConnectedLayer(n,Name=tag+"_up")
            sigmoidLayer(Name=tag+"_sig")];
        net = addLayers(net,main);
        net = addLayers(net,gate);
        net = connectLayers(net,in,tag+"_conv");
        net = connectLayers(net,tag+"_act",tag+"_squeeze");
        net = connectLayers(net,tag+"_sig",tag+"_scale/in2");
        out = tag+"_scale";
    end
end
