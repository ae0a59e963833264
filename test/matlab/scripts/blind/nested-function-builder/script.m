function [lgraph, info] = buildModel(opts)
% nested functions share variables
arguments
    opts.Blocks (1,1) {mustBeInteger} = 2
    opts.Filters (1,:) double = [4 8]
    opts.UseNorm (1,1) logical = true
end
lgraph = layerGraph(sequenceInputLayer(2,Name="x"));
tail = "x";
for b = 1:opts.Blocks
    block(opts.Filters(b));
end
info.tail = tail;
    function block(n)
        c = "conv" + n;
        L = convolution1dLayer(3,n,Padding="same",Name=c);
        if opts.UseNorm
            L = [L; batchNormalizationLayer(Name=c+"_bn")];
        end
        lgraph = addLayers(lgraph,L);
        lgraph = connectLayers(lgraph,tail,c);
        tail = string(L(end).Name);
    end
end
