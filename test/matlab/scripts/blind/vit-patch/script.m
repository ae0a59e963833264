% a small vision transformer as layerGraph with loops and local handles
patch = 4; dim = 24; heads = 3; depth = 2;
img = [16 16 3];
numPatches = prod(img(1:2)./patch);
lg = layerGraph([imageInputLayer(img,'Normalization','rescale-zero-one','Name','img')
    convolution2dLayer(patch,dim,'Stride',patch,'Name','patchify')
    flattenTokens('tokens')]);
last = "tokens";
for d = 1:depth
    p = "blk" + d + "_";
    lg = addLayers(lg,[layerNormalizationLayer('Name',p+"ln1"); selfAttentionLayer(heads,dim,'Name',p+"att"); additionLayer(2,'Name',p+"add1")]);
    lg = connectLayers(lg,last,p+"ln1");
    lg = connectLayers(lg,last,p+"add1/in2");
    lg = addLayers(lg,[layerNormalizationLayer('Name',p+"ln2"); fullyConnectedLayer(dim*2,'Name',p+"fc1"); geluLayer('Name',p+"gelu"); fullyConnectedLayer(dim,'Name',p+"fc2"); additionLayer(2,'Name',p+"add2")]);
    lg = connectLayers(lg,p+"add1",p+"ln2");
    lg = connectLayers(lg,p+"add1",p+"add2/in2");
    last = p+"add2";
end
function layer = flattenTokens(name)
layer = functionLayer(@(X) dlarray(reshape(stripdims(X),[],size(X,3),size(X,4)),"SCB"),'Formattable',true,'Name',name);
end
