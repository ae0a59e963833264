function layers = conv(n,tag)
layers = [convolution1dLayer(3,n,'Padding','causal','Name',[tag '_c']); reluLayer('Name',[tag '_r'])];
end
