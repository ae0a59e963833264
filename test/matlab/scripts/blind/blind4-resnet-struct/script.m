function lgraph = resnet_struct(varargin)
% lgraph = resnet_struct()                   default CIFAR configuration
% lgraph = resnet_struct('Widths',[16 32],'Blocks',[1 1])
% Recursive builder of residual stages.
p = inputParser;
p.FunctionName = mfilename;
addOptional(p,'NumClasses',10,@(x) isnumeric(x) && isscalar(x));
addParameter(p,'Widths',[16 32 64]);
addParameter(p,'Blocks',[1 2 1]);
p.KeepUnmatched = true;
parse(p,varargin{:});
r = p.Results;

cfg = struct('width',num2cell(r.Widths),'n',num2cell(r.Blocks));
lgraph = layerGraph([
    imageInputLayer([32 32 3],'Name','input')
    convolution2dLayer(3,cfg(1).width,'Padding','same','Name','convInp')
    batchNormalizationLayer('Name','BNInp')
    reluLayer('Name','reluInp')]);
[lgraph,last] = addStage(lgraph,cfg,1,'reluInp');
lgraph = addLayers(lgraph,[averagePooling2dLayer(8,'Name','globalPool')
                           fullyConnectedLayer(r.NumClasses,'Name','fcFinal')
                           softmaxLayer('Name','softmax')
                           classificationLayer('Name','classoutput')]);
lgraph = connectLayers(lgraph,last,'globalPool');
if ~nargout
    figure('Units','normalized','Position',[0.1 0.1 0.8 0.8]); plot(lgraph);
end

    function [lg,last] = addStage(lg,cfg,s,from)
        if s > numel(cfg)          % recursion ends
            last = from; return
        end
        for u = 1:cfg(s).n
            stride = 1;
            if s>1 && u==1, stride = 2; end
            tag = ['S',num2str(s),'U',num2str(u)];
            lg = addLayers(lg,unit(cfg(s).width,stride,tag));
            lg = connectLayers(lg,from,[tag,'_conv1']);
            if stride==1
                lg = connectLayers(lg,from,[tag '_add/in2']);
            else
                sk = [convolution2dLayer(1,cfg(s).width,'Stride',stride,'Name',[tag '_skipConv'])
                      batchNormalizationLayer('Name',[tag '_skipBN'])];
                lg = addLayers(lg,sk);
                lg = connectLayers(lg,from,sk(1).Name);
                lg = connectLayers(lg,sk(end).Name,[tag '_add/in2']);
            end
            from = [tag '_relu2'];
        end
        [lg,last] = addStage(lg,cfg,s+1,from);
    end
end

function layers = unit(w,stride,tag)
layers = [
    convolution2dLayer(3,w,'Padding','same','Stride',stride,'Name',[tag,'_conv1'])
    batchNormalizationLayer('Name',[tag,'_BN1'])
    reluLayer('Name',[tag,'_relu1'])
    convolution2dLayer(3,w,'Padding','same','Name',[tag,'_conv2'])
    batchNormalizationLayer('Name',[tag,'_BN2'])
    additionLayer(2,'Name',[tag '_add'])
    reluLayer('Name',[tag,'_relu2'])];
end
