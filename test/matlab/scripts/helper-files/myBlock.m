function layers = myBlock(n,tag)
layers = [fullyConnectedLayer(n,Name=tag+"_fc"), reluLayer(Name=tag + "_relu")];
end
